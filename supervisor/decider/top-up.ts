import type { GoalEvent } from '../../contracts/events.ts'
import type { Decision } from './decision.ts'
import type { TopUp } from './person-commands.ts'
import { mayTopUp } from './rules/may-top-up.ts'
import type { Goal } from './state.ts'

/** What a goal stops for that more budget mends. */
const mended = new Set(['OVER_BUDGET', 'WALL_TIME'])

const refusedTo = (command: TopUp, code: string): Decision => ({
  events: [
    {
      type: 'CommandRefused',
      data: { command: command.command, kind: command.type, person: command.person.id, code },
    },
  ],
  answer: { kind: 'refused', code },
})

/**
 * A person raises the goal's own cap, and the goal that stopped for it goes on. What stands above it, the company's cap
 * of any goal and every cap that spans goals, stays. Whoever topped up has asked for what follows, and approves none of it.
 */
export const topUp = (command: TopUp, goal: Goal): Decision => {
  const { person, raised, note, pending } = command
  if (goal.status === 'ended') return refusedTo(command, 'GOAL_OVER')
  if (goal.status === 'cancelling') return refusedTo(command, 'CANCELLED')
  const code = mayTopUp(goal, person, command.owner, command.whole)
  if (code !== null) return refusedTo(command, code)
  if (!command.grows) return refusedTo(command, 'CAP_ABOVE')
  const topped: GoalEvent = { type: 'ToppedUp', data: { person: person.id, ...raised, note } }
  const stopped = goal.status === 'with-person' && mended.has(goal.escalation?.code ?? '')
  if (!stopped || pending === null) return { events: [topped], answer: { kind: 'none' } }
  // A person has to say first what became of it; the budget is raised with that.
  if (Object.values(goal.effects).some((effect) => effect.status === 'unknown'))
    return refusedTo(command, 'EFFECT_OPEN')
  const { task, agent, contract, input } = pending
  return {
    events: [
      topped,
      { type: 'Resumed', data: { person: person.id, note, task } },
      { type: 'TaskAssigned', data: { task, agent, contract, input, handoff: '', from: null } },
    ],
    answer: { kind: 'none' },
  }
}
