import { Inbox } from '../../contracts/http/inbox.ts'
import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { tellInbox } from '../story/tell-inbox.ts'

type Options = Connection & { kind?: string; role?: string; goal?: string }

/** `inbox`: what waits for a person. */
export const inboxCommand: Register = (program, cli) => {
  apiCommand(program, 'inbox', 'what waits for a person, with all that they need', 'inbox --kind approval')
    .option('--kind <kind>', 'approval, escalation, review or promotion')
    .option('--role <role>')
    .option('--goal <goal>')
    .action(async (options: Options) => {
      const { kind, role, goal } = options
      const client = await cli.client(options)
      const { data } = await client.call({
        path: 'inbox',
        query: { kind, role, goal, state: 'open' },
        answer: Inbox,
      })
      if (options.json) return cli.print(JSON.stringify(data))
      if (data.items.length === 0) return cli.print('Nothing waits for a person.')
      cli.print(data.items.map((entry) => tellInbox(entry).join('\n')).join('\n\n'))
    })
}
