import type { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { canonical } from './canonical.ts'
import type { Journal } from './journal.ts'
import { selectOne } from './select.ts'
import { ToolFailure } from './tool-failure.ts'
import { transaction } from './transaction.ts'

const Kept = z.object({ tool: z.string(), params: z.string(), result: z.string() })
const Result = z.record(z.string(), z.unknown())

export type Write = {
  tool: string
  key: string | null
  args: unknown
}

/** How a call is carried out; anything but the default is a fault that was switched on. */
export type Conduct = { pretend: boolean; delayMs: number }

export type Perform = (
  write: Write,
  conduct: Conduct,
  act: (at: Date) => Record<string, unknown>,
) => Promise<Record<string, unknown>>

type Deps = { db: DatabaseSync; journal: Journal; keepSeconds: number; now: () => Date }

/**
 * Carries out a write: effect, key and journal line in one transaction, the journal on disk before the answer.
 * Within `keepSeconds` a repeat of a key with the same parameters gets the first result. 0 keeps no keys at all.
 * A key is only 'in progress' while this process works on it: if it dies, the transaction was never there.
 * @throws ToolFailure idempotency_conflict (same key, other parameters), in_progress, or what `act` throws.
 */
export const createPerform = ({ db, journal, keepSeconds, now }: Deps): Perform => {
  const running = new Map<string, string>()

  const kept = (key: string, params: string): Record<string, unknown> | undefined => {
    const since = now().getTime() - keepSeconds * 1000
    const row = selectOne(
      db,
      Kept,
      'SELECT tool, params, result FROM keys WHERE key = ? AND at > ?',
      key,
      since,
    )
    if (row) refuseOther(row.params, params)
    return row && Result.parse(JSON.parse(row.result))
  }

  const commit = (
    write: Write,
    params: string,
    keep: boolean,
    act: (at: Date) => Record<string, unknown>,
  ) => {
    const work = () => {
      const at = now()
      const result = act(at)
      if (write.key !== null && keepSeconds > 0) {
        db.prepare('INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?, ?)').run(
          write.key,
          write.tool,
          params,
          JSON.stringify(result),
          at.getTime(),
        )
      }
      journal.note({ at: at.toISOString(), ...write, result })
      return result
    }
    const result = transaction(db, work, keep)
    journal.flush()
    return result
  }

  return async (write, conduct, act) => {
    const params = canonical({ tool: write.tool, args: write.args })
    if (write.key === null || keepSeconds === 0) {
      await wait(conduct)
      return commit(write, params, !conduct.pretend, act)
    }
    const underWay = running.get(write.key)
    if (underWay !== undefined) {
      refuseOther(underWay, params)
      throw new ToolFailure('in_progress', `a call with the key ${write.key} is still in progress`)
    }
    const first = kept(write.key, params)
    if (first) {
      // The first call may have died on the way to the journal's file.
      journal.flush()
      return first
    }
    running.set(write.key, params)
    try {
      await wait(conduct)
      return commit(write, params, !conduct.pretend, act)
    } finally {
      running.delete(write.key)
    }
  }
}

const refuseOther = (before: string, params: string): void => {
  if (before === params) return
  throw new ToolFailure('idempotency_conflict', 'this idempotency key was used with other parameters')
}

/** Waits as long as the fault `slow` says; a call without it does not pass through a timer. */
export const wait = async ({ delayMs }: Conduct): Promise<void> => {
  if (delayMs > 0) await setTimeout(delayMs)
}
