import type { KeyObject } from 'node:crypto'
import { createPublicKey, sign, verify } from 'node:crypto'
import type { z } from 'zod'
import { recordEvents } from '../contracts/events/record-events.ts'
import type { KeyPair } from './key-files.ts'

const Rotation = recordEvents.KeyRotated
export type Rotation = z.infer<typeof Rotation>

const said = (previous: string, key: string): Buffer => Buffer.from(`remit key rotation\n${previous}\n${key}`)

/** One key hands over to another: each signs the names of both (Ed25519, RFC 8032). */
export const handOver = (previous: KeyPair, next: KeyPair): Omit<Rotation, 'person' | 'rotation'> => {
  const text = said(previous.publicPem, next.publicPem)
  return {
    previous: previous.publicPem,
    key: next.publicPem,
    byPrevious: sign(null, text, previous.privateKey).toString('base64'),
    byKey: sign(null, text, next.privateKey).toString('base64'),
  }
}

const holds = ({ previous, key, byPrevious, byKey }: Rotation): boolean => {
  const text = said(previous, key)
  return (
    verify(null, text, createPublicKey(previous), Buffer.from(byPrevious, 'base64')) &&
    verify(null, text, createPublicKey(key), Buffer.from(byKey, 'base64'))
  )
}

/** Every key that a trusted one vouches for, through however many rotations, in either direction. */
export const trustedKeys = (trusted: KeyObject, rotations: readonly unknown[]): KeyObject[] => {
  const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString()
  const known = new Map([[pem(trusted), trusted]])
  const sound = rotations.flatMap((value) => {
    const parsed = Rotation.safeParse(value)
    return parsed.success && holds(parsed.data) ? [parsed.data] : []
  })
  for (let before = 0; before < known.size;) {
    before = known.size
    for (const { previous, key } of sound) {
      if (known.has(previous) === known.has(key)) continue
      const found = known.has(previous) ? key : previous
      known.set(found, createPublicKey(found))
    }
  }
  return [...known.values()]
}
