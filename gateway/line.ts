import type { Client } from '@modelcontextprotocol/client'
import type { SystemSetting } from '../contracts/platform.ts'
import type { CallOutcome } from './call-outcome.ts'
import { callTool, type ToolCall } from './call-tool.ts'
import { openClient } from './open-client.ts'
import type { PinnedTool } from './pinned-tool.ts'

/** One open connection to a system. */
export type Line = {
  readonly client: Client
  call(tool: PinnedTool, call: ToolCall): Promise<CallOutcome>
  /** no more calls; closes when the last one is through: to cut a call short is to not know what it did */
  retire(): void
}

/**
 * Opens a line; `onClose` is told when the other side ends it.
 * @throws what the connection fails with.
 */
export const createLine = async (setting: SystemSetting, onClose: (line: Line) => void): Promise<Line> => {
  let calls = 0
  let retired = false
  const client = await openClient(setting, () => onClose(line))
  const closeWhenIdle = (): void => {
    if (retired && calls === 0) void client.close()
  }
  const line: Line = {
    client,
    async call(tool, call) {
      calls += 1
      try {
        return await callTool(client, tool, call)
      } finally {
        calls -= 1
        closeWhenIdle()
      }
    },
    retire() {
      retired = true
      closeWhenIdle()
    },
  }
  return line
}
