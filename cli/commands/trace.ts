import { Spans } from '../../observability/span.ts'
import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { tellTrace } from '../story/tell-trace.ts'

/** `trace`: the spans of a goal, made from its record; no collector is needed. */
export const traceCommand: Register = (program, cli) => {
  apiCommand(program, 'trace <goal>', 'the spans of a goal as a tree', 'trace g_4c1f0a9b7d2e').action(
    async (goal: string, options: Connection) => {
      const client = await cli.client(options)
      const { data } = await client.call({ path: 'trace', segments: { id: goal }, answer: Spans })
      cli.print(options.json ? JSON.stringify(data) : tellTrace(data.items).join('\n'))
    },
  )
}
