import { createHash } from 'node:crypto'

/**
 * H(root goal, tool, the key's arguments, ordinal): `key` is the keyed digest of those arguments under the goal's
 * own key, so that the id says nothing about them once that key is gone.
 */
export const effectId = (goal: string, tool: string, key: string, ordinal: number): string =>
  `e_${createHash('sha256')
    .update(JSON.stringify([goal, tool, key, ordinal]))
    .digest('hex')
    .slice(0, 32)}`

export const effectBase = (tool: string, key: string): string => `${tool} ${key}`

/** An approval belongs to one effect at one version of its goal: an old id never fits a newer call. */
export const approvalId = (effect: string, version: number): string =>
  `a_${createHash('sha256').update(`${effect} ${version}`).digest('hex').slice(0, 24)}`
