import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { canonicalJson } from '../../contracts/canonical-json.ts'
import { Company, Models, People, policyFaults, Systems, Workflow } from '../../contracts/policy.ts'
import type { AgentCatalogue, PolicyFault, PolicyFaultCode, ToolCatalogue } from '../../contracts/policy.ts'
import { createCelEnvironment } from './cel-environment.ts'
import { checkAcross } from './check-across.ts'
import { checkCompany, checkPeople, checkSystems } from './check-company.ts'
import { checkCostCurrency } from './check-cost-currency.ts'
import { compileWorkflow } from './compile-workflow.ts'
import type { CompiledPolicy } from './compiled-policy.ts'
import { faultList } from './fault-list.ts'
import type { FaultList } from './fault-list.ts'
import { knownTools } from './known-tools.ts'
import { modelSettings } from './model-settings.ts'
import { parseSource } from './parse-source.ts'
import { policySource } from './policy-source.ts'
import type { PolicySource } from './policy-source.ts'

export type PolicyFiles = Readonly<Record<string, string>>
export type PolicyResult = { ok: true; policy: CompiledPolicy } | { ok: false; faults: PolicyFault[] }

const workflowFile = /^workflows\/([A-Za-z0-9_-]+)\.yaml$/
const templateFile = /^templates\/[A-Za-z0-9_-]+\.txt$/
const known: ReadonlySet<string> = new Set(['company.yaml', 'people.yaml', 'systems.yaml', 'models.yaml'])

const inOrder = (faults: readonly PolicyFault[]): PolicyFault[] =>
  faults.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column)

type Parsed<T> = { value: T | undefined; source: PolicySource; faults: FaultList }

const reader = (files: PolicyFiles, faults: PolicyFault[], contents: Record<string, unknown>) => {
  const whole = (file: string, code: PolicyFaultCode, message: string): void => {
    faults.push({ file, line: 1, column: 1, path: '', code, message, fix: policyFaults[code] })
  }
  const parse = <T>(file: string, schema: z.ZodType<T>, missing: PolicyFaultCode): Parsed<T> => {
    const text = Object.hasOwn(files, file) ? files[file] : undefined
    if (text === undefined) whole(file, missing, `${file} is not there`)
    const { source, faults: broken } = policySource(file, text ?? '')
    const list = faultList(source, faults)
    faults.push(...broken)
    if (text === undefined || broken.length > 0) return { value: undefined, source, faults: list }
    contents[file] = source.value
    const parsed = parseSource(source, schema)
    faults.push(...parsed.faults)
    return { value: parsed.value, source, faults: list }
  }
  return { whole, parse }
}

const digestOf = (contents: Record<string, unknown>): string =>
  createHash('sha256').update(canonicalJson(contents)).digest('hex')

/**
 * Compiles a company's policy from the texts of its files (`company.yaml`, `workflows/refunds.yaml`, ...) against the
 * tools that its systems offer. Never throws: garbage becomes faults, all of them at once, each with its line.
 * Replicas compile what the store holds; `agents` is left out where nobody knows which there are.
 */
export const compilePolicy = (
  files: PolicyFiles,
  catalogue: ToolCatalogue,
  agents?: AgentCatalogue,
): PolicyResult => {
  const faults: PolicyFault[] = []
  const contents: Record<string, unknown> = {}
  const { whole, parse } = reader(files, faults, contents)
  for (const file of Object.keys(files))
    if (file === 'agents.yaml')
      whole(file, 'NOT_ENFORCED', 'agents without a folder here are not enforced yet')
    else if (templateFile.test(file)) contents[file] = files[file]
    else if (!known.has(file) && !workflowFile.test(file))
      whole(file, 'UNKNOWN_FILE', `${file} is no policy file`)

  const company = parse('company.yaml', Company, 'MISSING_FILE')
  const people = parse('people.yaml', People, 'MISSING_FILE')
  const systems = parse('systems.yaml', Systems, 'MISSING_FILE')
  const models = parse('models.yaml', Models, 'MISSING_FILE')
  const names = new Set([
    ...Object.keys(files).filter((file) => workflowFile.test(file)),
    'workflows/intake.yaml',
  ])
  const workflows = [...names].toSorted().map((file) => parse(file, Workflow, 'MISSING_INTAKE'))
  for (const { value, source, faults: list } of workflows)
    if (value && source.file !== `workflows/${value.name}.yaml`)
      list.add(['name'], 'NAME_MISMATCH', `${source.file} has the workflow ${value.name}`)

  // Where one of the four cannot be read, its references would all seem unknown: they are mended first.
  if (!company.value || !people.value || !systems.value || !models.value)
    return { ok: false, faults: inOrder(faults) }
  checkCompany(company.value, company.faults)
  checkPeople(people.value, people.faults)
  checkSystems(systems.value, catalogue, systems.faults)
  const prices = modelSettings(models.value, company.value, models.faults)
  checkCostCurrency(company.value.budgets, company.value, models.value, company.faults)
  for (const { value, faults: list } of workflows)
    if (value) checkCostCurrency(value.budgets, company.value, models.value, list)
  const tools = knownTools(systems.value.systems, catalogue)
  const around = {
    base: createCelEnvironment(),
    company: company.value,
    people: people.value.people,
    tools,
    agents,
    templates: {
      text: (file: string) => (Object.hasOwn(files, file) ? files[file] : undefined),
      fault: (fault: PolicyFault) => void faults.push(fault),
    },
  }
  const compiled = workflows.flatMap(({ value, faults: list }) =>
    value ? [{ compiled: compileWorkflow(value, around, list), faults: list }] : [],
  )
  checkAcross(compiled)
  if (faults.length > 0) return { ok: false, faults: inOrder(faults) }
  const policy: CompiledPolicy = {
    digest: digestOf(contents),
    files,
    company: company.value,
    people: people.value.people,
    systems: systems.value.systems,
    models: prices,
    rate: models.value.rate,
    tools,
    workflows: new Map(compiled.map(({ compiled: workflow }) => [workflow.name, workflow])),
  }
  return { ok: true, policy }
}
