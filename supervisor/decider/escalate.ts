import type { GoalEvent } from '../../contracts/events.ts'
import type { Answer, Decision } from './decision.ts'
import type { BudgetWarning } from './terms.ts'

export type Escalation = {
  code: string
  task?: string | null
  effect?: string | null
  owner: string
  why: string
}

/** The goal goes to a person, with why. Every task of it is over by this event. */
export const escalate = ({ code, task = null, effect = null, owner, why }: Escalation): GoalEvent => ({
  type: 'Escalated',
  data: { code, task, effect, role: owner, why },
})

/** Caps that passed 80 %, said in the commit that passed them. */
export const warnings = (warned: readonly BudgetWarning[]): GoalEvent[] =>
  warned.map((data) => ({ type: 'BudgetWarned', data }))

export const refused = (code: string, final = true): Decision => ({
  events: [],
  answer: { kind: 'refused', code, final },
})
export const nothing: Decision = { events: [], answer: { kind: 'none' } }
export const answer = (value: Answer): Decision => ({ events: [], answer: value })
