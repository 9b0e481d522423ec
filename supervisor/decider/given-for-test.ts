import { isDeepStrictEqual } from 'node:util'
import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import type { Decision, Wanted } from './decision.ts'
import { evolve } from './evolve.ts'
import type { Goal, State } from './state.ts'
import type { LedgerAnswer, Terms } from './terms.ts'
import { terms } from './samples-for-test.ts'

/** Freezes through and through; what is frozen already is shared with a state that was frozen before. */
export const deepFreeze = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const inner of Object.values(value)) deepFreeze(inner)
  return value
}

/** decide on frozen input, twice: a decision that changes its input throws, one that differs is no function. */
export const decidePurely = (command: Command, state: State, pinned: Terms): Decision => {
  deepFreeze([command, state, pinned])
  const decision = decide(command, state, pinned)
  if (!isDeepStrictEqual(decide(command, state, pinned), decision))
    throw new Error(`decide answered two things to one ${command.type}`)
  return decision
}

/** The events in their places in a log, as the store gives them back. */
export const record = (
  state: State,
  id: string,
  at: string,
  events: readonly GoalEvent[],
): Recorded<GoalEvent>[] =>
  events.map((event, index) => {
    const version = (state?.version ?? 0) + index + 1
    const by = { kind: 'supervisor' as const, id: 'test' }
    const place = { id: `${id}@${version}`, goal: id, version, at, by, cause: 'test' }
    return { ...event, meta: { ...place, traceparent: '', prev: '', hash: '' } }
  })

export type Reserve = (wanted: Wanted) => LedgerAnswer
const grants: Reserve = ({ amount, holder }) => ({
  ok: true,
  holder: amount === null ? '' : holder,
  warned: [],
  reservations: [],
})

/** The command again with the ledger's answer, as the command handler gives it. */
export const withLedger = (command: Command, ledger: LedgerAnswer): Command =>
  command.type === 'Propose' || command.type === 'ClaimEffect' || command.type === 'AskAnew'
    ? { ...command, ledger }
    : command

export type Step = { decision: Decision; after: State; events: Recorded<GoalEvent>[]; wanted: Wanted[] }

/** One command through decide, the ledger where decide asks for it, and evolve. */
export const step = (state: State, command: Command, pinned: Terms, reserve: Reserve = grants): Step => {
  const wanted: Wanted[] = []
  let decision = decidePurely(command, state, pinned)
  while (decision.reserve !== undefined) {
    if (wanted.length > 1) throw new Error(`decide asks the ledger again and again for one ${command.type}`)
    wanted.push(decision.reserve)
    decision = decidePurely(withLedger(command, reserve(decision.reserve)), state, pinned)
  }
  const id = command.type === 'Accept' ? command.goal : (state?.id ?? 'g_none')
  const events = record(state, id, command.at, decision.events)
  let after = state
  for (const event of events) after = deepFreeze(evolve(deepFreeze(after), deepFreeze(event)))
  return { decision, after, events, wanted }
}

export type Outcome = Step & { goal: Goal; types: string[]; code: string }

const outcomeOf = (taken: Step): Outcome => {
  const { decision, after, events } = taken
  if (after === null) throw new Error('there is no goal yet')
  const { answer } = decision
  const refusedHere = events.find((event) => event.type === 'CommandRefused')
  const code =
    answer.kind === 'refused' || answer.kind === 'drop' || answer.kind === 'later' ? answer.code : ''
  return {
    ...taken,
    goal: after,
    types: events.map((event) => event.type),
    code: code || (refusedHere?.data.code ?? ''),
  }
}

export type Given = {
  goal: Goal
  log: Recorded<GoalEvent>[]
  /** what this command would come to, the ledger granting unless it is told otherwise */
  when: (command: Command, reserve?: Reserve) => Outcome
  and: (...commands: Command[]) => Given
}

/** The story so far: every command through decide and evolve, in order. */
export const given = (commands: Command[], pinned: Terms = terms, from: State = null): Given => {
  let state = from
  const log: Recorded<GoalEvent>[] = []
  for (const command of commands) {
    const taken = step(state, command, pinned)
    if (taken.events.length === 0)
      throw new Error(`nothing came of ${command.type}: ${JSON.stringify(taken.decision.answer)}`)
    state = taken.after
    log.push(...taken.events)
  }
  if (state === null) throw new Error('a story begins with Accept')
  const goal = state
  return {
    goal,
    log,
    when: (command, reserve) => outcomeOf(step(goal, command, pinned, reserve)),
    and: (...more) => {
      const next = given(more, pinned, goal)
      return { ...next, log: [...log, ...next.log] }
    },
  }
}
