import type { KeyObject } from 'node:crypto'
import { RemitError } from '../contracts/errors.ts'
import { trustedKeys } from './key-rotation.ts'
import type { Store } from './port.ts'
import { checkStatements } from './verify/check-statements.ts'
import type { Fault } from './verify/fault.ts'
import type { LogChecker } from './verify/log-checker.ts'
import { logChecker } from './verify/log-checker.ts'
import { expiredIn, statementOf } from './verify/recorded-statements.ts'

type Source = { store: Pick<Store, 'logs' | 'load'> } | { events: AsyncIterable<unknown> }

export type Verdict = {
  ok: boolean
  faults: Fault[]
  logs: number
  /** events that a signed head stands for */
  anchored: number
  /** events that only their chain and the store's own heads protect: nobody outside could tell if their end is gone */
  unanchored: { log: string; from: number; to: number }[]
}

/** Hands every log of a store to the checker, each with the head that the store keeps apart from its events. */
async function* checkStore(store: Pick<Store, 'logs' | 'load'>, checker: LogChecker): AsyncGenerator {
  for (let page = await store.logs(); page.length > 0; page = await store.logs(page.at(-1)?.log)) {
    for (const head of page) {
      checker.expect(head, 'head', "the store's head")
      try {
        for (const event of await store.load(head.log)) {
          checker.event(event, head.log)
          yield event
        }
      } catch (error) {
        // A row that cannot be read is a fault of the record; that the store is down is not.
        if (!(error instanceof RemitError) || error.code !== 'RECORD_BROKEN') throw error
        checker.broken(head.log, error.message)
      }
    }
  }
}

async function* checkEvents(events: AsyncIterable<unknown>, checker: LogChecker): AsyncGenerator {
  for await (const event of events) {
    checker.event(event, null)
    yield event
  }
}

/** A statement that record and list do not both have: one of them was cut. */
const compareStatements = (listed: Map<string, number>, recorded: Map<string, number>): Fault[] => {
  const fault = (message: string): Fault => ({ log: '', kind: 'statements', message })
  const cut = [...recorded].filter(([root]) => !listed.has(root))
  const lost = recorded.size === 0 ? [] : [...listed].filter(([root]) => !recorded.has(root))
  return [
    ...cut.map(([, count]) => fault(`The record names statement ${count}; the list does not have it.`)),
    ...lost.map(([, count]) => fault(`Statement ${count} is listed; the record does not have it any more.`)),
  ]
}

/**
 * Whether a record is what was written: each event's content, each log's chain, the store's own heads, and the
 * signed heads as anchors. Works on a store, or offline on the events of an export, in any order of logs.
 * Read `heads` last before the call: a statement that is signed in between counts as missing from the list.
 * @param input.heads the statements in their order, as kept outside (or `recordedStatements`); unchecked
 * @param input.publicKey Ed25519; with the rotations of keys that the record names, every key that it vouches for
 */
export const verifyRecord = async (
  input: Source & { heads: readonly unknown[]; publicKey: KeyObject; rotations?: readonly unknown[] },
): Promise<Verdict> => {
  const { heads, publicKey, rotations = [] } = input
  const { faults, heads: signed, roots } = checkStatements(heads, trustedKeys(publicKey, rotations))
  const checker = logChecker((fault) => faults.push(fault))
  for (const head of signed) checker.expect(head, 'signed-head', `the head signed at ${head.at}`)
  const recorded = new Map<string, number>()
  const expired = new Set<string>()
  const events = 'store' in input ? checkStore(input.store, checker) : checkEvents(input.events, checker)
  for await (const event of events) {
    const statement = statementOf(event)
    if (statement) recorded.set(statement.root, statement.count)
    for (const log of expiredIn(event)) expired.add(log)
  }
  faults.push(...compareStatements(roots, recorded))

  const results = checker
    .logs()
    .toSorted()
    .map((log) => checker.finish(log))
  const sound = results.filter(({ faulty }) => !faulty)
  const unanchored = sound
    .filter(({ last, anchored }) => last > anchored)
    .map(({ log, last, anchored }) => ({ log, from: anchored + 1, to: last }))
  const anchored = sound.reduce((sum, result) => sum + Math.min(result.anchored, result.last), 0)
  // A log whose time was over is gone as a whole, and the record says so.
  const real = faults.filter(({ kind, log }) => kind !== 'missing' || !expired.has(log))
  return { ok: real.length === 0, faults: real, logs: results.length, anchored, unanchored }
}
