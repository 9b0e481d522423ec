import { createHash } from 'node:crypto'
import { parse } from 'yaml'
import { canonicalJson } from '../../contracts/canonical-json.ts'
import { RemitError } from '../../contracts/errors.ts'
import type { ToolDefinition } from '../../contracts/platform.ts'
import { Company, People, Systems } from '../../contracts/policy.ts'
import type { AgentCatalogue, PolicyFault, ToolCatalogue } from '../../contracts/policy.ts'
import type { ControlState } from './control-state.ts'
import { compilePolicy, type PolicyFiles } from '../policy/compile-policy.ts'
import type { CompiledPolicy } from '../policy/compiled-policy.ts'
import { policySource } from '../policy/policy-source.ts'

export type PolicyFaulty = { faults: PolicyFault[] }

export type Policies = {
  /** the policy of this digest, compiled against the tools that were taken; rejects BAD_CONFIG with the faults */
  of(control: ControlState, digest: string): CompiledPolicy
  /** the same for the policy in force */
  current(control: ControlState): CompiledPolicy
  /** what is wrong with the policy in force, [] when nothing is */
  faults(control: ControlState): PolicyFault[]
  /** what would be wrong with these files if they came into force now */
  check(control: ControlState, files: PolicyFiles): PolicyFault[]
}

/** What names a policy before it can be type-checked: SHA-256 over the canonical texts of its files. */
export const digestOfFiles = (files: PolicyFiles): string =>
  createHash('sha256').update(canonicalJson(files)).digest('hex')

/** Parts that are needed before any tool is known: who the company and its people are, where its systems are. */
export const bareSystems = (files: PolicyFiles): Systems['systems'] =>
  Systems.parse(parse(files['systems.yaml'] ?? '')).systems
export const bareCompany = (files: PolicyFiles): Company => Company.parse(parse(files['company.yaml'] ?? ''))
export const barePeople = (files: PolicyFiles): People['people'] =>
  People.parse(parse(files['people.yaml'] ?? '')).people

const catalogueOf = (taken: ReadonlyMap<string, ToolDefinition>): ToolCatalogue =>
  Object.fromEntries(
    [...taken].map(([name, { inputSchema, outputSchema, annotations, hash }]) => [
      name,
      { inputSchema, outputSchema, annotations, hash },
    ]),
  )

/** Agents with their contracts; undefined where none was offered yet, so that nobody can know. */
const agentsOf = ({ cards }: ControlState): AgentCatalogue | undefined => {
  const agents: Record<string, string[]> = {}
  for (const [contract, card] of cards) (agents[card.name] ??= []).push(contract)
  return cards.size === 0 ? undefined : agents
}

/** One company per installation: its name is that of the control log, and stays. */
const renamed = (control: ControlState, files: PolicyFiles): PolicyFault[] => {
  const before = control.policies.get(control.policy)
  if (before === undefined) return []
  const [was, is] = [
    bareCompany(before).name,
    Company.safeParse(parse(files['company.yaml'] ?? '')).data?.name,
  ]
  if (is === undefined || is === was) return []
  const { source } = policySource('company.yaml', files['company.yaml'] ?? '')
  return [source.fault(['name'], 'NAME_MISMATCH', `this installation's company is ${was}, for good`)]
}

/**
 * Compiles each policy once for the tools as they were taken while it was in force: a definition that people accepted
 * later counts for the policies of then. A system that changes a tool has its calls refused; it does not make a
 * policy unreadable, which would stop all others.
 */
export const policies = (): Policies => {
  type Taken = ReadonlyMap<string, ToolDefinition>
  const compiled = new Map<string, { taken: Taken; result: CompiledPolicy | PolicyFaulty }>()
  const of = (control: ControlState, digest: string): CompiledPolicy | PolicyFaulty => {
    const taken = control.catalogues.get(digest) ?? control.taken
    const known = compiled.get(digest)
    if (known?.taken === taken) return known.result
    const files = control.policies.get(digest)
    if (!files)
      throw new RemitError('BAD_CONFIG', { policy: digest, missing: 'no such policy in the control log' })
    const made = compilePolicy(files, catalogueOf(taken))
    const result = made.ok ? { ...made.policy, digest } : { faults: made.faults }
    compiled.set(digest, { taken, result })
    return result
  }
  const sound = (control: ControlState, digest: string): CompiledPolicy => {
    const found = of(control, digest)
    if ('faults' in found) {
      const [first] = found.faults
      throw new RemitError('BAD_CONFIG', {
        faults: found.faults.length,
        first: first === undefined ? '' : `${first.file}:${first.line} ${first.code} ${first.message}`,
      })
    }
    return found
  }
  return {
    of: sound,
    current: (control) => sound(control, control.policy),
    faults: (control) => {
      if (control.policy === '') return []
      const found = of(control, control.policy)
      return 'faults' in found ? found.faults : []
    },
    check: (control, files) => {
      const made = compilePolicy(files, catalogueOf(control.taken), agentsOf(control))
      return made.ok ? renamed(control, files) : made.faults
    },
  }
}
