/** Policy as a company writes it: schemas and types of every file under REMIT_CONFIG. */
export {
  CompanyBudgets,
  GoalBudget,
  isKeyTemplate,
  KeyedBudget,
  WindowBudget,
  WorkflowBudgets,
} from './policy-budgets.ts'
export type { AgentCatalogue, CatalogueTool, ToolCatalogue } from './policy-catalogue.ts'
export { Company, People, Person } from './policy-company.ts'
export { isPolicyFaultCode, policyFaults } from './policy-fault.ts'
export type { PolicyFault, PolicyFaultCode } from './policy-fault.ts'
export { DurationText, MoneyText } from './policy-grammar.ts'
export type { CountCap, MoneyCap, Period, Then } from './policy-grammar.ts'
export { Models } from './policy-models.ts'
export { notEnforced } from './policy-not-enforced.ts'
export { Sends, System, Systems, SystemTool } from './policy-systems.ts'
export { Approve, Idempotency, Workflow, WriteTool } from './policy-workflow.ts'
export type { FailedClause, Judgement, Ruled, RuleFault } from './policy-judgement.ts'
