import { DeadLines, DeadPage } from '../../contracts/http/dead.ts'
import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { formatTime } from '../format-time.ts'
import { printTable } from '../print-table.ts'
import { runOrder } from '../run-order.ts'

/** `dead list|show|retry`: messages that nobody could use. */
export const deadCommand: Register = (program, cli) => {
  const dead = program.command('dead').description('messages that nobody could use')
  apiCommand(dead, 'list', 'what is kept, newest first', 'dead list').action(async (options: Connection) => {
    const { data } = await (await cli.client(options)).call({ path: 'dead', answer: DeadLines })
    if (options.json) return cli.print(JSON.stringify(data))
    if (data.items.length === 0) return cli.print('There are no dead letters.')
    const rows = data.items.map((one) => [
      one.id,
      formatTime(one.at),
      one.subject,
      one.code,
      one.goal ?? '',
      one.retried === null ? '' : `sent again ${formatTime(one.retried)}`,
    ])
    cli.print(printTable(['id', 'at (UTC)', 'subject', 'code', 'goal', ''], rows))
  })
  apiCommand(dead, 'show <id>', 'one of them, as it was received', 'dead show d_3f').action(
    async (id: string, options: Connection) => {
      const client = await cli.client(options)
      const { data } = await client.call({ path: 'deadLetter', segments: { id }, answer: DeadPage })
      if (options.json) return cli.print(JSON.stringify(data))
      cli.print(`${data.subject} ${data.code}: ${data.reason ?? 'erased'}\n\n${data.body ?? '(erased)'}`)
    },
  )
  apiCommand(dead, 'retry <id>', 'send it again on the subject that it came on', 'dead retry d_3f').action(
    async (id: string, options: Connection) => {
      await runOrder(cli, options, { path: 'retry', segments: { id }, body: {}, done: `Sent ${id} again` })
    },
  )
}
