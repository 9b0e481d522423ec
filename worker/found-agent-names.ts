import { discoverAgents } from '../agents/discover.ts'

/** Names of the agents that have a folder here: each gets an account and a consumer of its own. */
export const foundAgentNames = async (): Promise<string[]> =>
  (await discoverAgents(new URL('../agents/', import.meta.url))).map((agent) => agent.name)
