import { Envelope } from '../contracts/envelope.ts'
import { hashEvent } from './hash-chain.ts'
import type { Commit } from './port.ts'

/**
 * The events of a commit in their places: ids and versions after `head`, each chained to the one before it.
 * Throws a ZodError for what would not load again: better no commit than a log that nobody can read.
 */
export const sealCommit = (commit: Commit, head: { version: number; hash: string }): Envelope[] => {
  let { version, hash } = head
  return commit.events.map(({ type, v, data }) => {
    version += 1
    const { log, at, by, cause, traceparent } = commit
    const open = {
      id: `${log}@${version}`,
      type,
      v,
      goal: log,
      version,
      at,
      by,
      cause,
      traceparent,
      prev: hash,
      data,
    }
    hash = hashEvent(open)
    return Envelope.parse({ ...open, hash })
  })
}
