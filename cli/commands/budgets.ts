import { Budgets } from '../../contracts/http/answers.ts'
import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { printTable } from '../print-table.ts'

const kinds: Record<string, string> = { money_moved: 'money', cost: 'model cost', tokens: 'tokens' }
const periods: Record<string, string> = { day: 'today', '30d': '30 days' }

/** `budgets`: what can move today, and every cap with what is used, held and left. */
export const budgetsCommand: Register = (program, cli) => {
  apiCommand(program, 'budgets', 'at most what can move today, has moved, is held', 'budgets').action(
    async (options: Connection) => {
      const { data } = await (await cli.client(options)).call({ path: 'budgets', answer: Budgets })
      if (options.json) return cli.print(JSON.stringify(data))
      if (data.today.length === 0) cli.print('No currency has a cap of the company, so no money can move.')
      for (const { canMove, moved, held } of data.today)
        cli.print(`At most ${canMove} can still move today; ${moved} has, ${held} is held.`)
      const rows = data.items.map((line) => [
        line.key,
        kinds[line.kind] ?? line.kind,
        periods[line.period] ?? line.period,
        line.limit,
        line.used,
        line.held,
        line.left,
      ])
      cli.print(printTable(['budget', 'of', 'per', 'limit', 'used', 'held', 'left'], rows))
    },
  )
}
