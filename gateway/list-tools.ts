import type { Client } from '@modelcontextprotocol/client'
import { z } from 'zod'
import { pinTool, type PinnedTool } from './pinned-tool.ts'

const Schema = z.record(z.string(), z.unknown())
const Listed = z.looseObject({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: Schema,
  outputSchema: Schema.optional(),
  annotations: Schema.optional(),
})

export type ListedTools = { tools: Map<string, PinnedTool>; faults: { tool: string; fault: string }[] }

const words = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 300)

/**
 * Asks the system for its tools, always anew, and pins them by full name. A tool that cannot be pinned is left out
 * and named: one bad definition does not take the system away. Definitions that did not change keep their pin.
 */
export const listTools = async (
  client: Client,
  system: string,
  known: ReadonlyMap<string, PinnedTool>,
  timeoutMs: number,
): Promise<ListedTools> => {
  const answer = await client.listTools(undefined, { timeout: timeoutMs, cacheMode: 'bypass' })
  const tools = new Map<string, PinnedTool>()
  const faults: ListedTools['faults'] = []
  for (const given of answer.tools) {
    try {
      const pinned = pinTool(system, Listed.parse(given))
      const { name, hash } = pinned.definition
      const before = known.get(name)
      tools.set(name, before?.definition.hash === hash ? before : pinned)
    } catch (error) {
      faults.push({ tool: given.name, fault: words(error) })
    }
  }
  return { tools, faults }
}
