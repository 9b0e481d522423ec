import { createHash } from 'node:crypto'
import { parse } from 'yaml'
import { canonicalJson } from '../../contracts/canonical-json.ts'
import { RemitError } from '../../contracts/errors.ts'
import { Company, People, Systems, type PolicyFault, type ToolCatalogue } from '../../contracts/policy.ts'
import type { ControlState } from './control-state.ts'
import { compilePolicy, type PolicyFiles } from '../policy/compile-policy.ts'
import type { CompiledPolicy } from '../policy/compiled-policy.ts'

export type PolicyFaulty = { faults: PolicyFault[] }

export type Policies = {
  /** the policy of this digest, compiled against the tools that were taken; rejects BAD_CONFIG with the faults */
  of(control: ControlState, digest: string): CompiledPolicy
  /** the same for the policy in force */
  current(control: ControlState): CompiledPolicy
  /** what is wrong with the policy in force, [] when nothing is */
  faults(control: ControlState): PolicyFault[]
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

const catalogueOf = (control: ControlState): ToolCatalogue =>
  Object.fromEntries(
    [...control.taken].map(([name, { inputSchema, outputSchema, annotations, hash }]) => [
      name,
      { inputSchema, outputSchema, annotations, hash },
    ]),
  )

/**
 * Compiles each policy once for the tools as they were taken. A system that changes a tool has its calls refused; it does
 * not make a policy unreadable, which would stop all others.
 */
export const policies = (): Policies => {
  const compiled = new Map<string, CompiledPolicy | PolicyFaulty>()
  let offered = ''
  const of = (control: ControlState, digest: string): CompiledPolicy | PolicyFaulty => {
    const now = [...control.taken.values()].map((tool) => `${tool.name} ${tool.hash}`).join('\n')
    if (now !== offered) {
      compiled.clear()
      offered = now
    }
    const known = compiled.get(digest)
    if (known) return known
    const files = control.policies.get(digest)
    if (!files)
      throw new RemitError('BAD_CONFIG', { policy: digest, missing: 'no such policy in the control log' })
    const result = compilePolicy(files, catalogueOf(control))
    const made = result.ok ? { ...result.policy, digest } : { faults: result.faults }
    compiled.set(digest, made)
    return made
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
  }
}
