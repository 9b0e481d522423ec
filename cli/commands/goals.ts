import { GoalLines } from '../../contracts/http/goal-line.ts'
import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { formatTime } from '../format-time.ts'
import { plainText } from '../format-value.ts'
import { printTable } from '../print-table.ts'
import { standingOf } from '../story/tell-goal.ts'

type Options = Connection & {
  status?: string
  class?: string
  workflow?: string
  agent?: string
  search?: string
  limit?: string
  cursor?: string
}

/** `goals`: the list, newest first. */
export const goalsCommand: Register = (program, cli) => {
  apiCommand(program, 'goals', 'list goals, newest first', 'goals --status waiting')
    .option('--status <status>', 'accepted, working, waiting, with-person, cancelling, ended')
    .option('--class <class>', 'done-alone, done-approved, declined, by-person, cancelled')
    .option('--workflow <name>')
    .option('--agent <name>')
    .option('--search <words>', 'in the text of the goal')
    .option('--limit <count>', 'lines, at most 200')
    .option('--cursor <cursor>', 'go on from here')
    .action(async (options: Options) => {
      const { status, class: ending, workflow, agent, search, limit, cursor } = options
      const query = { status, class: ending, workflow, agent, q: search, limit, cursor }
      const { data } = await (await cli.client(options)).call({ path: 'goals', query, answer: GoalLines })
      if (options.json) return cli.print(JSON.stringify(data))
      if (data.items.length === 0) return cli.print('No goals.')
      const rows = data.items.map((goal) => [
        goal.id,
        formatTime(goal.created),
        standingOf(goal),
        goal.workflow,
        goal.moved === '' ? '-' : goal.moved,
        plainText(goal.goal ?? '(erased)').slice(0, 70),
      ])
      cli.print(printTable(['goal', 'asked (UTC)', 'standing', 'workflow', 'moved', 'text'], rows))
      if (data.cursor !== null) cli.print(`More: --cursor ${data.cursor}`)
    })
}
