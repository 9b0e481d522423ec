import type { Logger } from 'pino'
import type { FoundAgent } from '../agents/discover.ts'
import type { AgentCard } from '../contracts/platform.ts'
import type { AgentLink } from './agent-link.ts'
import type { TaskGraph } from './graph.ts'
import type { HostedModel } from './model-port.ts'
import type { ToolLists } from './tool-lists.ts'

/** One agent as a worker hosts it: what is made once and serves all its tasks. */
export type AgentHost = {
  worker: string
  agent: FoundAgent
  card: AgentCard
  model: HostedModel
  link: AgentLink
  graph: TaskGraph
  /** what this thread keeps is sealed under the key; answers how to forget it */
  unlock: (thread: string, key: Uint8Array) => () => void
  toolLists: ToolLists
  failPoint: (name: string) => Promise<void>
  now: () => Date
  log: Logger
}
