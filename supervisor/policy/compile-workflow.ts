import type { Environment } from '@marcbachmann/cel-js'
import type { AgentCatalogue, Company, Person, Workflow } from '../../contracts/policy.ts'
import type { CelProblem } from './cel-inspect.ts'
import { checkApprovals } from './check-approvals.ts'
import { checkBudgets } from './check-budgets.ts'
import { checkWorkflow } from './check-workflow.ts'
import { compileAdmit } from './compile-admit.ts'
import { compileDoneWhen } from './compile-done-when.ts'
import type { Templates } from './compile-send.ts'
import { compileWrite } from './compile-write.ts'
import type { CompiledWorkflow, CompiledWrite, KnownTool } from './compiled-policy.ts'
import type { FaultList } from './fault-list.ts'

export type Around = {
  base: Environment
  company: Company
  people: readonly Person[]
  tools: ReadonlyMap<string, KnownTool>
  agents: AgentCatalogue | undefined
  templates: Templates
}

/** Compiles one workflow among its company's people and tools. What is wrong goes to `faults`; all of it is looked for. */
export const compileWorkflow = (workflow: Workflow, around: Around, faults: FaultList): CompiledWorkflow => {
  const { base, company, people, tools, agents, templates } = around
  checkWorkflow(workflow, people, tools, agents, faults)
  checkBudgets(workflow, company, faults)
  const writes = new Map<string, CompiledWrite>()
  const nameless: CelProblem[] = []
  for (const [name, rule] of Object.entries(workflow.tools.write)) {
    const path = ['tools', 'write', name]
    checkApprovals(rule, workflow.owner, people, faults, [...path, 'approve'])
    if (rule.amount !== undefined) {
      if (!rule.key) faults.add(path, 'MISSING_KEY', `${name} moves money`, { key: true })
      if (!company.budgets.company?.money_moved)
        faults.add([...path, 'amount'], 'NO_COMPANY_CAP', `${name} moves money, company.yaml has no cap`)
    }
    const tool = tools.get(name)
    const { currency } = company
    const more = { templates, nameless }
    const write = tool && compileWrite({ base, tools, tool, rule, workflow, currency, faults, path, ...more })
    if (write) writes.set(name, write)
  }
  // One tool whose facts say it is enough: the others do not read them.
  if (workflow.subject !== undefined && ![...writes.values()].some(({ subject }) => subject !== undefined))
    faults.addCel(['subject'], nameless.slice(0, 1))
  return {
    name: workflow.name,
    policy: workflow,
    timezone: workflow.timezone ?? company.timezone,
    admit: compileAdmit(base, workflow.admit, faults),
    doneWhen: compileDoneWhen(base, tools, workflow, faults),
    reads: new Set(workflow.tools.read),
    writes,
  }
}
