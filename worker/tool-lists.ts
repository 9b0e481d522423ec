import { z } from 'zod'
import { Grant } from '../contracts/work.ts'
import { ToolList } from '../contracts/tools.ts'
import type { AgentLink } from './agent-link.ts'
import { askHeld } from './ask.ts'
import { idFrom } from './digest.ts'
import type { Lease } from './lease.ts'

type Tools = ToolList['tools']
export type ToolLists = { of(claimId: string, grant: string, lease: Lease): Promise<Tools> }

const keptMs = 10_000
const listMs = 10_000

/** Reads a grant without believing it: only the gateway, which checks the signature, goes by what it says. */
const readGrant = (grant: string): Grant | null => {
  const [payload = ''] = grant.split('.')
  try {
    return Grant.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null
    throw error
  }
}

/**
 * The tools of a task as the gateway describes them. Tasks with equal grants share a list for ten seconds: it only
 * decides what the model is shown, the gateway judges each call on its own. A grant without tools asks nobody.
 */
export const toolLists = (link: AgentLink, now: () => Date): ToolLists => {
  const kept = new Map<string, { at: number; tools: Tools }>()
  return {
    of: async (claimId, grant, lease) => {
      const read = readGrant(grant)
      if (read && read.read.length + read.write.length === 0) return []
      const key = read ? JSON.stringify([read.workflow, read.read, read.write]) : claimId
      const known = kept.get(key)
      if (known && now().getTime() - known.at < keptMs) return known.tools
      const request = { op: 'list' as const, id: idFrom('list', claimId), grant }
      const { tools } = await askHeld(() => link.tools(request, listMs), ToolList, lease)
      if (kept.size > 100) kept.clear()
      kept.set(key, { at: now().getTime(), tools })
      return tools
    },
  }
}
