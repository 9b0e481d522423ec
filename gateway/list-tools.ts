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

/** Read page by page and loosely: the client's own list fails as a whole when a single tool is no tool. */
const Page = z.looseObject({ tools: z.array(z.unknown()), nextCursor: z.string().optional() })
const Name = z.looseObject({ name: z.string() })
const mostPages = 64

export type ListedTools = { tools: Map<string, PinnedTool>; faults: { tool: string; fault: string }[] }

const words = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 300)

const pages = async (client: Client, timeout: number): Promise<unknown[]> => {
  const tools: unknown[] = []
  let cursor: string | undefined
  for (let page = 1; page <= mostPages; page += 1) {
    const params = cursor === undefined ? {} : { cursor }
    const answer = await client.request({ method: 'tools/list', params }, Page, { timeout })
    tools.push(...answer.tools)
    cursor = answer.nextCursor
    if (cursor === undefined) return tools
  }
  throw new Error(`more than ${mostPages} pages of tools`)
}

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
  const tools = new Map<string, PinnedTool>()
  const faults: ListedTools['faults'] = []
  for (const given of await pages(client, timeoutMs)) {
    try {
      const pinned = pinTool(system, Listed.parse(given))
      const { name, hash } = pinned.definition
      const before = known.get(name)
      tools.set(name, before?.definition.hash === hash ? before : pinned)
    } catch (error) {
      const named = Name.safeParse(given)
      faults.push({ tool: named.success ? named.data.name : '(without a name)', fault: words(error) })
    }
  }
  return { tools, faults }
}
