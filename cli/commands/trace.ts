import { printTree } from '../../observability/print-trace.ts'
import { Spans } from '../../observability/span.ts'
import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'

/** `trace`: the spans of one goal as a tree, made from its record; no collector is needed. */
export const traceCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'trace <goal>',
    'the trace of a goal as a tree: when, how long, who, what was decided, by which rule, the money',
    'trace g_4c1f0a9b7d2e',
  ).action(async (goal: string, options: Connection) => {
    const client = await cli.client(options)
    const { data } = await client.call({ path: 'trace', segments: { id: goal }, answer: Spans })
    cli.print(options.json ? JSON.stringify(data) : printTree(data.items) || 'No spans yet.')
  })
}
