import { formatMoney } from '../../contracts/money.ts'
import { Halts, InFlight } from '../../contracts/http/answers.ts'
import { CliFailure } from '../cli-failure.ts'
import { apiCommand } from '../cli.ts'
import type { Cli, Connection, Register } from '../cli.ts'
import { formatTime } from '../format-time.ts'
import { printTable } from '../print-table.ts'
import { runOrder } from '../run-order.ts'

type Options = Connection & { note?: string; reads?: boolean }

/** What a halt could not take back: effects that were begun before it, and those that nobody knows of. */
const printInFlight = async (cli: Cli, options: Options, scope: string): Promise<void> => {
  const { data } = await (
    await cli.client(options)
  ).call({ path: 'inFlight', query: { scope }, answer: InFlight })
  if (data.items.length === 0) return cli.print('Nothing is in flight or unknown.')
  cli.print('In flight or unknown:')
  const rows = data.items.map((line) => [
    line.status,
    line.tool,
    line.amount === null ? '' : formatMoney(line.amount),
    line.goal,
    line.effect,
    formatTime(line.at),
  ])
  cli.print(printTable(['status', 'tool', 'amount', 'goal', 'effect', 'since (UTC)'], rows))
}

/** `halt`: from the next decision on, nothing of this scope is admitted or done. */
export const haltCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'halt <scope>',
    'halt everything, or goal: workflow: agent: tool: system: and a name',
    'halt workflow:refunds-under-50 --note "prices are wrong"',
  )
    .option('--reads', 'reads too')
    .option('--note <text>')
    .action(async (scope: string, options: Options) => {
      const body = { scope, reads: options.reads ?? false, note: options.note }
      await runOrder(cli, options, { path: 'halts', body, done: `Halted ${scope}` })
      if (!options.json) await printInFlight(cli, options, scope)
    })
}

/** `lift`: ends every halt of this scope, or the one with this id. */
export const liftCommand: Register = (program, cli) => {
  apiCommand(program, 'lift <scope>', 'lift the halts of a scope', 'lift workflow:refunds-under-50')
    .option('--note <text>')
    .action(async (scope: string, options: Options) => {
      const { data } = await (await cli.client(options)).call({ path: 'halts', answer: Halts })
      const halts = data.items.filter((halt) => halt.scope === scope || halt.id === scope)
      if (halts.length === 0)
        throw new CliFailure(1, `Nothing is halted under ${scope}. \`remit halts\` lists what is.`)
      for (const { id } of halts) {
        const body = { note: options.note }
        await runOrder(cli, options, {
          path: 'halt',
          segments: { id },
          method: 'DELETE',
          body,
          done: `Lifted ${scope}`,
        })
      }
    })
}

/** `halts`: what is halted now. */
export const haltsCommand: Register = (program, cli) => {
  apiCommand(program, 'halts', 'what is halted', 'halts').action(async (options: Connection) => {
    const { data } = await (await cli.client(options)).call({ path: 'halts', answer: Halts })
    if (options.json) return cli.print(JSON.stringify(data))
    if (data.items.length === 0) return cli.print('Nothing is halted.')
    const rows = data.items.map((halt) => [
      halt.scope,
      halt.reads ? 'reads too' : '',
      halt.by,
      formatTime(halt.at),
      halt.note,
    ])
    cli.print(printTable(['scope', '', 'by', 'since (UTC)', 'note'], rows))
  })
}
