import { agentOfContract } from '../../contracts/ids.ts'
import { Mode } from '../../contracts/events/goal-events.ts'
import type { AgentCatalogue, Person, Workflow } from '../../contracts/policy.ts'
import type { KnownTool } from './compiled-policy.ts'
import type { FaultList } from './fault-list.ts'

const checkAgents = (workflow: Workflow, offered: AgentCatalogue | undefined, faults: FaultList): void => {
  const { agents, entry } = workflow
  agents.forEach((agent, index) => {
    if (agents.indexOf(agent) !== index)
      faults.add(['agents', index], 'DUPLICATE_NAME', `${agent} stands here twice`)
    if (offered && !Object.hasOwn(offered, agent))
      faults.add(['agents', index], 'UNKNOWN_AGENT', `no worker offers the agent ${agent}`)
  })
  if (!agents.includes(entry.agent))
    faults.add(['entry', 'agent'], 'UNKNOWN_AGENT', `${entry.agent} is not one of this workflow's agents`)
  const contracts = offered && Object.hasOwn(offered, entry.agent) ? offered[entry.agent] : undefined
  if (agentOfContract(entry.contract) !== entry.agent || (contracts && !contracts.includes(entry.contract)))
    faults.add(['entry', 'contract'], 'UNKNOWN_AGENT', `${entry.agent} does not offer ${entry.contract}`)
}

const checkTools = (workflow: Workflow, tools: ReadonlyMap<string, KnownTool>, faults: FaultList): void => {
  const { read, write } = workflow.tools
  read.forEach((name, index) => {
    const path = ['tools', 'read', index]
    const tool = tools.get(name)
    if (!tool) faults.add(path, 'UNKNOWN_TOOL', `no system offers ${name}`)
    else if (tool.class === 'write') faults.add(path, 'WRITE_IN_READ', `${name} is a write`)
    if (read.indexOf(name) !== index || Object.hasOwn(write, name))
      faults.add(path, 'DUPLICATE_NAME', `${name} stands here twice`)
  })
  for (const [name, rule] of Object.entries(write)) {
    if (!tools.has(name))
      faults.add(['tools', 'write', name], 'UNKNOWN_TOOL', `no system offers ${name}`, { key: true })
    rule.needs_two_after?.forEach((after, index) => {
      if (!read.includes(after) && !Object.hasOwn(write, after))
        faults.add(
          ['tools', 'write', name, 'needs_two_after', index],
          'UNKNOWN_TOOL',
          `${workflow.name} does not list ${after}`,
        )
    })
  }
}

/** What can be said of a workflow without looking into its expressions. */
export const checkWorkflow = (
  workflow: Workflow,
  people: readonly Person[],
  tools: ReadonlyMap<string, KnownTool>,
  offered: AgentCatalogue | undefined,
  faults: FaultList,
): void => {
  const modes = Mode.options
  if (modes.indexOf(workflow.mode) > modes.indexOf(workflow.mode_ceiling))
    faults.add(['mode'], 'MODE_ABOVE_CEILING', `${workflow.mode} is above ${workflow.mode_ceiling}`)
  if (!people.some(({ roles }) => roles.includes(workflow.owner)))
    faults.add(['owner'], 'UNKNOWN_ROLE', `nobody has the role ${workflow.owner}`)
  checkAgents(workflow, offered, faults)
  checkTools(workflow, tools, faults)
}
