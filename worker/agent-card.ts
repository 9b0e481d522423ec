import type { FoundAgent } from '../agents/discover.ts'
import { canonicalJson } from '../contracts/canonical-json.ts'
import type { AgentCard } from '../contracts/platform.ts'
import { digest } from './digest.ts'
import { graphVersion } from './graph.ts'

/** What an agent offers, with the digest of everything that a checkpoint of it depends on. */
export const agentCard = (agent: FoundAgent): AgentCard => {
  const contracts = agent.contracts.map(({ name, description, requestSchema, resultSchema }) => ({
    name,
    description,
    request: requestSchema,
    result: resultSchema,
  }))
  const { name, description, version, systemPrompt } = agent
  const graph = digest(canonicalJson({ graphVersion, version, systemPrompt, contracts }))
  return { name, description, version, graph, contracts }
}
