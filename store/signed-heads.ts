import type { KeyObject } from 'node:crypto'
import { createHash, sign, verify } from 'node:crypto'
import type { z } from 'zod'
import { canonicalJson } from '../contracts/canonical-json.ts'
import { controlEvents } from '../contracts/events/control-events.ts'

export type Head = { log: string; version: number; hash: string }

/**
 * A signed statement of heads: `previous` is the root of the statement before it ('' for the first), `count` its
 * number from 1, so that a statement cannot be left out unseen.
 */
export const SignedHeads = controlEvents.HeadsSigned
export type SignedHeads = z.infer<typeof SignedHeads>

const rootOf = ({ previous, heads, at, count }: Omit<SignedHeads, 'root' | 'sig'>): string =>
  createHash('sha256').update(canonicalJson({ previous, heads, at, count })).digest('hex')

/**
 * Signs the heads that changed since the statement before. root = SHA-256 over canonical JSON of all other fields;
 * sig = Ed25519 (RFC 8032) over the root's bytes, base64.
 * @param previous the statement before this one, null for the first of a record
 */
export const signHeads = (
  {
    previous,
    heads,
    at,
  }: { previous: Pick<SignedHeads, 'root' | 'count'> | null; heads: Head[]; at: string },
  privateKey: KeyObject,
): SignedHeads => {
  const sorted = heads
    .map(({ log, version, hash }) => ({ log, version, hash }))
    .toSorted((left, right) => (left.log < right.log ? -1 : 1))
  const body = { previous: previous?.root ?? '', heads: sorted, at, count: (previous?.count ?? 0) + 1 }
  const root = rootOf(body)
  return { root, ...body, sig: sign(null, Buffer.from(root, 'hex'), privateKey).toString('base64') }
}

/** Whether root and signature of one statement fit its content; says nothing of the statements around it. */
export const verifySignedHeads = (signed: SignedHeads, publicKey: KeyObject): boolean =>
  rootOf(signed) === signed.root &&
  verify(null, Buffer.from(signed.root, 'hex'), publicKey, Buffer.from(signed.sig, 'base64'))
