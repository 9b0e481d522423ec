import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import type { Money } from '../../contracts/money.ts'
import type { Goal } from './state.ts'

/** A call that the mode put before a person, and what became of it. */
export type Suggestion = {
  tool: string
  amount: Money | null
  requestedAt: string
  decidedAt: string | null
  answer: 'accepted' | 'rejected' | null
  edited: boolean
  people: string[]
  /** shortest time that any of its decisions took, in milliseconds */
  fastestMs: number | null
}

type Of<T extends GoalEvent['type']> = Extract<Recorded<GoalEvent>, { type: T }>

/** What measures need of a goal and nothing is decided by. */
export type Measured = {
  suggestions: Record<string, Suggestion>
  /** `unmeasured` = commits of people whose time no page saw; `last` = cause of the last one that was counted */
  time: { ms: number; unmeasured: number; last: string }
  review: { drawn: boolean; verdict: 'right' | 'wrong' | null } | null
  flagged: boolean
  reversed: string[]
}

export const notMeasured: Measured = {
  suggestions: {},
  time: { ms: 0, unmeasured: 0, last: '' },
  review: null,
  flagged: false,
  reversed: [],
}

/** The mode asked: it would not have, one mode further up. Other reasons alone are no suggestion. */
const byMode = (why: readonly string[]): boolean => why.includes('mode') || why.includes('risk')

const shorter = (before: number | null, ms: number): number => (before === null ? ms : Math.min(before, ms))
const between = (from: string, to: string): number => Math.max(0, Date.parse(to) - Date.parse(from))

const voted = (suggestion: Suggestion, person: string, at: string): Suggestion => ({
  ...suggestion,
  people: suggestion.people.includes(person) ? suggestion.people : [...suggestion.people, person],
  fastestMs: shorter(suggestion.fastestMs, between(suggestion.requestedAt, at)),
})

type Change = (suggestion: Suggestion) => Suggestion
const onSuggestion = (before: Measured, id: string, change: Change): Measured => {
  const found = before.suggestions[id]
  return found === undefined
    ? before
    : { ...before, suggestions: { ...before.suggestions, [id]: change(found) } }
}

/** One commit of a person is one decision, whatever it says; asking for a goal, or being refused, is none. */
const counted = (before: Measured, event: Recorded<GoalEvent>): Measured => {
  const { by, cause } = event.meta
  if (by.kind !== 'person' || cause === before.time.last) return before
  const asks = event.type === 'GoalAccepted' || event.type === 'CommandRefused'
  const unmeasured = before.time.unmeasured + (asks ? 0 : 1)
  return { ...before, time: { ...before.time, unmeasured, last: cause } }
}

const asked = (before: Measured, { data, meta }: Of<'ApprovalRequested'>): Measured => {
  const { approval, tool, amount, why } = data
  if (!byMode(why)) return before
  const suggestion: Suggestion = {
    tool,
    amount,
    requestedAt: meta.at,
    decidedAt: null,
    answer: null,
    edited: false,
    people: [],
    fastestMs: null,
  }
  return { ...before, suggestions: { ...before.suggestions, [approval]: suggestion } }
}

const spent = (before: Measured, { data: { ms, about } }: Of<'TimeSpent'>): Measured => {
  const { time } = before
  const after = { ...before, time: { ...time, ms: time.ms + ms, unmeasured: time.unmeasured - 1 } }
  return onSuggestion(after, about ?? '', (one) => ({ ...one, fastestMs: shorter(one.fastestMs, ms) }))
}

const decided = (before: Measured, event: Of<'ApprovalGranted' | 'ApprovalRejected'>): Measured => {
  const { at } = event.meta
  const { approval, person } = event.data
  const answer = event.type === 'ApprovalRejected' ? 'rejected' : 'accepted'
  const last = event.type === 'ApprovalRejected' || event.data.complete
  return onSuggestion(before, approval, (one) => ({
    ...voted(one, person, at),
    ...(last ? { decidedAt: at, answer } : {}),
  }))
}

const changed = (before: Measured, event: Recorded<GoalEvent>): Measured => {
  const { type } = event
  if (type === 'ApprovalRequested') return asked(before, event)
  if (type === 'ApprovalEdited')
    return onSuggestion(before, event.data.approval, (one) => ({ ...one, edited: true }))
  if (type === 'ApprovalGranted' || type === 'ApprovalRejected') return decided(before, event)
  if (type === 'TimeSpent') return spent(before, event)
  if (type === 'ReviewDrawn')
    return { ...before, review: { drawn: event.data.drawn, verdict: before.review?.verdict ?? null } }
  if (type === 'Reviewed')
    return { ...before, review: { drawn: before.review?.drawn ?? false, verdict: event.data.verdict } }
  if (type === 'Flagged') return { ...before, flagged: true }
  if (type === 'EffectReversed') return { ...before, reversed: [...before.reversed, event.data.effect] }
  return before
}

/** Beside evolve: what people said of the goal, and how long they took. */
export const keepMeasures = (goal: Goal, event: Recorded<GoalEvent>): Goal => {
  const measured = changed(counted(goal.measured, event), event)
  return measured === goal.measured ? goal : { ...goal, measured }
}
