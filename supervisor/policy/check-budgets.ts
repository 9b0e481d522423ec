import type { Company, Workflow } from '../../contracts/policy.ts'
import { capsIn, isLooser } from './caps-in.ts'
import type { FaultList } from './fault-list.ts'

/** A workflow may only tighten what the company says of any goal, agent or workflow. */
export const checkBudgets = (workflow: Workflow, company: Company, faults: FaultList): void => {
  for (const scope of ['goal', 'agent', 'workflow'] as const) {
    const above = capsIn(company.budgets[scope])
    for (const { kind, cap } of capsIn(workflow.budgets[scope]))
      if (above.some((limit) => limit.kind === kind && isLooser(cap, limit.cap)))
        faults.add(
          ['budgets', scope, kind],
          'LOOSER_THAN_COMPANY',
          `${scope}.${kind} is above the company's cap`,
        )
  }
  const [wall, most] = [workflow.budgets.goal?.wall_time, company.budgets.goal?.wall_time]
  if (wall !== undefined && most !== undefined && wall > most)
    faults.add(['budgets', 'goal', 'wall_time'], 'LOOSER_THAN_COMPANY', "wall_time is above the company's")
}
