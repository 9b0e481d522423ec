import type { KeyObject } from 'node:crypto'
import type { Head } from '../signed-heads.ts'
import { SignedHeads, verifySignedHeads } from '../signed-heads.ts'
import type { Fault } from './fault.ts'

export type SignedHead = Head & { at: string }
export type CheckedStatements = { faults: Fault[]; heads: SignedHead[]; roots: Map<string, number> }

const fault = (kind: 'signature' | 'statements', message: string): Fault => ({ log: '', kind, message })

/** Parses a statement and checks its signature; a fault where either fails. */
const check = (value: unknown, place: number, publicKeys: readonly KeyObject[]): SignedHeads | Fault => {
  const parsed = SignedHeads.safeParse(value)
  if (!parsed.success) return fault('signature', `Statement in place ${place} is no statement of heads.`)
  if (publicKeys.some((key) => verifySignedHeads(parsed.data, key))) return parsed.data
  return fault('signature', `Statement ${parsed.data.count} of ${parsed.data.at} is not signed by this key.`)
}

/** Follows `previous` and `count` from the first statement on: what was taken out leaves a hole. */
const holeBetween = (before: SignedHeads | null, next: SignedHeads): Fault | null => {
  const fits = next.previous === (before?.root ?? '') && next.count === (before?.count ?? 0) + 1
  if (fits) return null
  const after = before ? `statement ${before.count}` : 'the start'
  return fault(
    'statements',
    `Statement ${next.count} does not follow ${after}: statements are missing or changed.`,
  )
}

/** The heads that may be believed, out of the statements in their order; heads of a bad statement anchor nothing. */
export const checkStatements = (
  statements: readonly unknown[],
  publicKeys: readonly KeyObject[],
): CheckedStatements => {
  const faults: Fault[] = []
  const heads: SignedHead[] = []
  const roots = new Map<string, number>()
  let before: SignedHeads | null = null
  for (const [index, value] of statements.entries()) {
    const checked = check(value, index + 1, publicKeys)
    if ('kind' in checked) {
      faults.push(checked)
      continue
    }
    const hole = holeBetween(before, checked)
    if (hole) faults.push(hole)
    before = checked
    roots.set(checked.root, checked.count)
    heads.push(...checked.heads.map((head) => ({ ...head, at: checked.at })))
  }
  return { faults, heads, roots }
}
