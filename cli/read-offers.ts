import { readControlEvent } from '../contracts/events.ts'
import type { AgentCatalogue, CatalogueTool, ToolCatalogue } from '../contracts/policy.ts'
import type { Store } from '../store/port.ts'

export type Offers = {
  tools: ToolCatalogue
  /** undefined: no worker has offered an agent, so nobody can know */
  agents: AgentCatalogue | undefined
  /** the policy in force, by file */
  files: Record<string, string> | null
}

/** What systems and workers offered last, and the applied policy, as the control log has it. */
export const readOffers = async (store: Pick<Store, 'logs' | 'load'>): Promise<Offers> => {
  const tools: Record<string, CatalogueTool> = {}
  const agents: Record<string, string[]> = {}
  let files: Record<string, string> | null = null
  const [first] = await store.logs('control/', 1)
  const events = first?.log.startsWith('control/') ? await store.load(first.log) : []
  for (const event of events.map(readControlEvent)) {
    if (event.type === 'PolicyApplied') ({ files } = event.data)
    if (event.type === 'AgentOffered')
      agents[event.data.card.name] = event.data.card.contracts.map(({ name }) => name)
    if (event.type !== 'ToolsOffered') continue
    const { system } = event.data
    for (const name of Object.keys(tools)) if (name.startsWith(`${system}.`)) delete tools[name]
    for (const { name, inputSchema, outputSchema, annotations, hash } of event.data.tools)
      tools[name] = { inputSchema, outputSchema, annotations, hash }
  }
  return { tools, agents: Object.keys(agents).length === 0 ? undefined : agents, files }
}
