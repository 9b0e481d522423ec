import { Agents } from '../../contracts/http/answers.ts'
import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { plainText } from '../format-value.ts'

/** `agents`: who can be asked for what. */
export const agentsCommand: Register = (program, cli) => {
  apiCommand(program, 'agents', 'agents with their contracts', 'agents').action(
    async (options: Connection) => {
      const { data } = await (await cli.client(options)).call({ path: 'agents', answer: Agents })
      if (options.json) return cli.print(JSON.stringify(data))
      if (data.items.length === 0) return cli.print('No worker has offered an agent yet.')
      for (const agent of data.items) {
        cli.print(`${agent.name} ${agent.version}: ${plainText(agent.description)}`)
        cli.print(`  takes ${agent.contracts.join(', ')}`)
        cli.print(`  works in ${agent.workflows.join(', ') || 'no workflow'}`)
      }
    },
  )
}
