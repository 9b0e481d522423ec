import type { Client } from '@modelcontextprotocol/client'
import type { CallOutcome } from './call-outcome.ts'
import { classifyAnswer, classifyError } from './classify.ts'
import { asDispatch, createDispatch } from './dispatch.ts'
import type { PinnedTool } from './pinned-tool.ts'

export type ToolCall = {
  args: Readonly<Record<string, unknown>>
  meta: Readonly<Record<string, unknown>>
  headers: Readonly<Record<string, string>>
  timeoutMs: number
  /** last look before the socket write; throws Withheld */
  beforeWrite: () => void
}

/**
 * One call of a tool, written to the socket at most once. Never throws.
 * The definition goes along without its output schema: with it the client would refuse a bad answer by the very
 * error that a server uses for bad arguments, and something done would look like something not done.
 */
export const callTool = async (client: Client, tool: PinnedTool, call: ToolCall): Promise<CallOutcome> => {
  const dispatch = createDispatch(call.beforeWrite, call.headers)
  const { inputSchema } = tool.definition
  try {
    const answer = await asDispatch(dispatch, () =>
      client.callTool(
        { name: tool.local, arguments: { ...call.args }, _meta: { ...call.meta } },
        {
          timeout: call.timeoutMs,
          allowInputRequired: true,
          toolDefinition: { name: tool.local, inputSchema: { ...inputSchema, type: 'object' } },
        },
      ),
    )
    return classifyAnswer(tool, answer)
  } catch (error) {
    return classifyError(dispatch, error)
  } finally {
    dispatch.over = true
  }
}
