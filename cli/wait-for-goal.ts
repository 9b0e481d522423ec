import { setTimeout as pause } from 'node:timers/promises'
import { GoalPage } from '../contracts/http/goal-page.ts'
import type { ApiClient } from './api-client.ts'
import { isSettled } from './is-settled.ts'

export type WaitFor = 'end' | 'settled'
const first = 50
const longest = 1000

/** Looks at the goal, at first often and then once a second, until it has ended or a person is asked. */
export const waitForGoal = async (client: ApiClient, goal: string, wait: WaitFor): Promise<GoalPage> => {
  for (let ms = first; ; ms = Math.min(ms * 1.5, longest)) {
    const { data } = await client.call({ path: 'goal', segments: { id: goal }, answer: GoalPage })
    if (data.status === 'ended' || (wait === 'settled' && isSettled(data))) return data
    await pause(ms)
  }
}
