import { createHash } from 'node:crypto'

/** The account of goals that people and machines submit over HTTP. */
export const apiAccount = 'api'

/**
 * The id of a goal: `g_` and the first 24 hex digits of SHA-256 over account, newline, id. The same account and id
 * are the same goal, whoever computes it. An account has no newline, so that two pairs never read as one text.
 */
export const goalIdOf = (account: string, id: string): string =>
  `g_${createHash('sha256').update(`${account}\n${id}`).digest('hex').slice(0, 24)}`
