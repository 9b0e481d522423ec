import type { CompiledPolicy } from './compiled-policy.ts'

/**
 * What an agent may call in a workflow. A tool that no workflow lists does not exist; a write tool without an entry
 * can never run. The agent's own card may narrow this further, never widen it.
 */
export const toolsFor = (
  policy: CompiledPolicy,
  workflow: string,
  agent: string,
): { read: string[]; write: string[] } => {
  const found = policy.workflows.get(workflow)
  if (!found?.policy.agents.includes(agent)) return { read: [], write: [] }
  return { read: [...found.reads].toSorted(), write: [...found.writes.keys()].toSorted() }
}
