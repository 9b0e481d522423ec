import { definitionDifference } from '../../contracts/definition-difference.ts'
import { RemitError } from '../../contracts/errors.ts'
import type { ControlEvent } from '../../contracts/events.ts'
import type { CompiledPolicy, CompiledWorkflow } from '../policy/compiled-policy.ts'
import type { ControlState } from './control-state.ts'
import type { Policies } from './policies.ts'

type Owner = { id: string; roles: readonly string[] }

const uses = ({ reads, writes, doneWhen }: CompiledWorkflow, tool: string): boolean =>
  reads.has(tool) ||
  [...writes].some(
    ([name, { facts, verify }]) =>
      name === tool || verify?.read.tool.name === tool || facts.some((fact) => fact.tool.name === tool),
  ) ||
  doneWhen?.reads.some((read) => read.tool.name === tool) === true

/** Roles that own a workflow which uses the tool; of a tool that none uses, those that own any. */
const ownersOf = (policy: CompiledPolicy, tool: string): Set<string> => {
  const all = [...policy.workflows.values()]
  const using = all.filter((workflow) => uses(workflow, tool))
  return new Set((using.length === 0 ? all : using).map((workflow) => workflow.policy.owner))
}

/**
 * A person takes a changed definition for the one that counts from now on. They name the hash that they were shown: a
 * tool that changed once more meanwhile is not accepted. Every policy rule must still fit it, else POLICY_FAULTS.
 */
export const acceptTool = (
  policies: Policies,
  state: ControlState,
  asked: { tool: string; hash: string; person: Owner },
): ControlEvent[] => {
  const { tool, hash, person } = asked
  const [offered, taken] = [state.tools.get(tool), state.taken.get(tool)]
  if (!offered || !taken) throw new RemitError('UNKNOWN_TOOL', { tool })
  const owners = ownersOf(policies.current(state), tool)
  if (!person.roles.some((role) => owners.has(role)))
    throw new RemitError('NOT_YOUR_ROLE', { roles: [...owners].join(', ') })
  if (offered.hash !== hash) throw new RemitError('DEFINITION_CHANGED', { tool, offered: offered.hash })
  if (taken.hash === hash) throw new RemitError('ALREADY_DECIDED', { tool })
  const next = new Map([...state.taken, [tool, offered]])
  const faults = policies.check({ ...state, taken: next }, state.policies.get(state.policy) ?? {})
  if (faults.length > 0)
    throw new RemitError('POLICY_FAULTS', {
      issues: faults.map(({ file, line, code, message }) => ({
        path: `${file}:${line}`,
        message: `${code} ${message}`,
      })),
    })
  const difference = definitionDifference(taken, offered)
  return [
    {
      type: 'ToolDefinitionAccepted',
      data: { tool, hash, previous: taken.hash, difference, person: person.id },
    },
  ]
}
