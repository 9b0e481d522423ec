import { createInterface } from 'node:readline'
import { tinyReply, type TinyTool } from './tiny-system.fixture.ts'

/** A tiny system as a child process: it echoes, and dies when it is asked to. */
const tools: TinyTool[] = [
  {
    definition: { name: 'echo', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } },
    call: async (args) => ({ result: { content: [], structuredContent: { args, pid: process.pid } } }),
  },
  {
    definition: { name: 'die', inputSchema: { type: 'object' } },
    call: async () => process.exit(1),
  },
]

for await (const line of createInterface({ input: process.stdin })) {
  const { body } = await tinyReply(line, () => tools)
  if (body !== undefined) process.stdout.write(`${body}\n`)
}
