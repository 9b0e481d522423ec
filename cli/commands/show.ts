import { GoalPage } from '../../contracts/http/goal-page.ts'
import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { tellGoal } from '../story/tell-goal.ts'

/** `show`: the story of one goal. */
export const showCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'show <goal>',
    'the story of a goal: who, what, on which facts, by whose leave, at what cost',
    'show g_4c1f0a9b7d2e',
  ).action(async (goal: string, options: Connection) => {
    const client = await cli.client(options)
    const { data } = await client.call({ path: 'goal', segments: { id: goal }, answer: GoalPage })
    cli.print(options.json ? JSON.stringify(data) : tellGoal(data).join('\n'))
  })
}
