import { GoalLines } from '../contracts/http/goal-line.ts'
import { GoalPage } from '../contracts/http/goal-page.ts'
import type { ApiClient } from './api-client.ts'
import { CliFailure } from './cli-failure.ts'

/** An effect whose fate a person decides is in a goal that is with one; else the goal must be named. */
export const findEffectGoal = async (
  client: ApiClient,
  effect: string,
  goal: string | undefined,
): Promise<string> => {
  if (goal !== undefined) return goal
  for (const status of ['with-person', 'waiting', 'cancelling', 'working']) {
    const { data } = await client.call({ path: 'goals', query: { status, limit: '200' }, answer: GoalLines })
    for (const { id } of data.items) {
      const page = await client.call({ path: 'goal', segments: { id }, answer: GoalPage })
      if (page.data.effects.some((one) => one.id === effect)) return id
    }
  }
  throw new CliFailure(
    1,
    `No open goal has the effect ${effect}. \`remit show <goal>\` names effects; add --goal <goal>.`,
  )
}
