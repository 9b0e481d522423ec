import { askAgain, voided, type Asking } from './claim-effect.ts'
import type { Decision } from './decision.ts'
import { nothing } from './escalate.ts'
import { asks } from './rules/asks.ts'
import { otherCall } from './rules/changed-since.ts'
import { toolsRun } from './rules/tools-run.ts'
import { openApprovals, type Goal } from './state.ts'
import type { Judgement, Terms } from './terms.ts'

/** A tool's definition was accepted anew: what waits for people was asked for another tool than is there now. */
export type AskAnew = Asking & {
  type: 'AskAnew'
  /** the approval that is asked anew; `approval` is the id of the new one */
  stale: string
  judgement: Judgement | null
  /** '' or what is wrong with its arguments by the new schema */
  unfit: string
}

/**
 * Asked anew, judged on the facts of the request; votes that were cast are gone with the old one. What no longer fits
 * the tool, or is no longer allowed, is void and goes to a person with why.
 */
export const askAnew = (command: AskAnew, goal: Goal, terms: Terms): Decision => {
  const approval = openApprovals(goal).find(({ id }) => id === command.stale)
  const effect = approval && goal.effects[approval.effect]
  if (!approval || !effect || approval.definition === command.definition) return nothing
  const { judgement } = command
  if (judgement === null || command.unfit !== '')
    return voided(command, approval, terms, 'DEFINITION_CHANGED')
  if (!judgement.allow)
    return voided(command, approval, terms, judgement.code === '' ? 'NOT_ALLOWED' : judgement.code)
  const now = asks(
    judgement,
    { count: 0, held: false, settledAfterFacts: false },
    goal.person,
    toolsRun(goal, judgement.approve.twoAfter),
  )
  const other = otherCall(approval, effect, judgement.amount, now.votes)
  const definition = {
    what: 'definition' as const,
    before: approval.definition,
    after: command.definition,
  }
  return askAgain(command, approval, effect, terms, judgement, now, [definition, ...other])
}
