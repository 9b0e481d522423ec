import type { GoalEvent } from '../../contracts/events.ts'
import type { Command } from './commands.ts'
import type { PersonDecision } from './person-commands.ts'
import { activeTime } from './rules/active-time.ts'
import { unattended } from './rules/unattended.ts'
import type { Goal } from './state.ts'
import type { Terms } from './terms.ts'

/** What people ask carries the id under which they asked. */
const byPerson = (command: Command): PersonDecision | null => ('command' in command ? command : null)

/** Since when there was something to look at. */
const since = (command: PersonDecision, goal: Goal): string =>
  command.type === 'Decide'
    ? (goal.approvals[command.approval]?.requestedAt ?? goal.at)
    : (goal.endedAt ?? goal.escalation?.at ?? goal.at)

const aboutOf = (command: PersonDecision): string | null => {
  if (command.type === 'Decide') return command.approval
  return 'effect' in command ? command.effect : null
}

const timeSpent = (command: Command, goal: Goal, events: readonly GoalEvent[]): GoalEvent[] => {
  const asked = byPerson(command)
  if (asked?.activeMs === undefined || events.some((event) => event.type === 'CommandRefused')) return []
  const ms = activeTime(asked.activeMs, since(asked, goal), asked.at)
  return [
    { type: 'TimeSpent', data: { person: asked.person.id, kind: asked.type, about: aboutOf(asked), ms } },
  ]
}

/** Drawn at the end and not before, so that whoever works on the goal cannot know. */
const drawn = (goal: Goal, end: GoalEvent | undefined, terms: Terms): GoalEvent[] =>
  end?.type === 'GoalEnded' &&
  unattended(end.data.class) &&
  !goal.tour &&
  // The parts of a split goal are drawn, each by itself.
  goal.split === null &&
  terms.review !== null
    ? [{ type: 'ReviewDrawn', data: terms.review }]
    : []

/** What measures need to know of a decision, in the same commit; the goal's end stays its last event. */
export const measure = (command: Command, goal: Goal, terms: Terms, events: GoalEvent[]): GoalEvent[] => {
  const end = events.find((event) => event.type === 'GoalEnded')
  const said = [...timeSpent(command, goal, events), ...drawn(goal, end, terms)]
  if (said.length === 0) return events
  return end === undefined ? [...events, ...said] : [...events.filter((event) => event !== end), ...said, end]
}
