import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import type { Timer } from '../../store/port.ts'
import { ordersOf, type Order } from '../reactor/orders-of.ts'
import { timersOf } from '../reactor/timers-of.ts'
import type { Command } from '../decider/commands.ts'
import type { Answer } from '../decider/decision.ts'
import { step } from '../decider/given-for-test.ts'
import type { State } from '../decider/state.ts'
import { terms as sample } from '../decider/samples-for-test.ts'
import type { Terms } from '../decider/terms.ts'
import type { Dice } from './dice-for-test.ts'
import { createLedger, type Ledger } from './ledger-for-test.ts'
import { createWatch, type Watch } from './watch-for-test.ts'

/** What a worker believes that it holds, rightly or not. */
export type Belief = { task: string; attempt: number; worker: string; agent: string }
/** What a gateway was told to run; `did` = what really happened at the system, null = nothing yet. */
export type Run = {
  effect: string
  tool: string
  claim: number
  gateway: string
  until: number
  did: boolean | null
}
export type Tool = { name: string; lookup: boolean; honoursKey: boolean }
export const tools: Tool[] = [
  { name: 'shop.both', lookup: true, honoursKey: true },
  { name: 'shop.key', lookup: false, honoursKey: true },
  { name: 'shop.look', lookup: true, honoursKey: false },
  { name: 'shop.blind', lookup: false, honoursKey: false },
]

export type World = {
  dice: Dice
  terms: Terms
  state: State
  log: Recorded<GoalEvent>[]
  clock: number
  ledger: Ledger
  watch: Watch
  /** everything that was ever ordered or set: the bus and the timers may bring it late, or twice */
  orders: Order[]
  timers: Map<string, Timer>
  beliefs: Belief[]
  runs: Run[]
  past: Command[]
  /** how often each effect really happened */
  journal: Map<string, number>
  /** effects of which a person said that they had not happened, rightly or not */
  lies: Set<string>
  halted: boolean
  listed: boolean
  definition: string
  accepted: boolean
  count: number
}

export const now = (world: World, seconds = 0): string => new Date(world.clock + seconds * 1000).toISOString()
/** A name that nothing had before. */
export const fresh = (world: World, what: string): string => `${what}${(world.count += 1)}`

export const createWorld = (dice: Dice): World => ({
  dice,
  terms: {
    ...sample,
    review: { share: 5000, drawn: true, proof: 'p' },
    limits: {
      handoffs: dice.once(2) ? 3 : 12,
      toolCalls: 12,
      attempts: dice.once(4) ? 6 : null,
      wallSeconds: dice.once(2) ? null : 3600 * (1 + dice.roll(48)),
    },
  },
  state: null,
  log: [],
  clock: Date.parse('2026-11-23T12:00:00.000Z'),
  ledger: createLedger(),
  watch: createWatch(),
  orders: [],
  timers: new Map(),
  beliefs: [],
  runs: [],
  past: [],
  journal: new Map(),
  lies: new Set(),
  halted: false,
  listed: true,
  definition: 'd1',
  accepted: true,
  count: 0,
})

/**
 * One command, decided and committed. `null`: whoever sent it hears nothing, because the commit was lost, or because
 * the process died after it. What was ordered is not sent here: others find it in the record.
 */
export const send = (world: World, command: Command, safe = false): Answer | null => {
  const { dice, terms, state } = world
  const taken = step(state, command, terms, (wanted) =>
    // Named by the version that it is for, so that what a lost commit left behind is nobody's.
    world.ledger.reserve({ ...wanted, holder: `${wanted.holder}-${(state?.version ?? 0) + 1}` }),
  )
  world.past.push(command)
  if (!safe && dice.once(25)) return null
  if (taken.after !== null && taken.events.length > 0) {
    world.watch.saw({ before: state, command, taken, terms })
    world.log.push(...taken.events)
    world.ledger.settle(state, taken.after)
    world.state = taken.after
    world.orders.push(...ordersOf(taken.after))
    for (const [id, timer] of timersOf(taken.after, terms)) world.timers.set(id, timer)
  }
  return !safe && dice.once(25) ? null : taken.decision.answer
}
