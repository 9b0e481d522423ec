import { inCompanyCurrency } from '../../contracts/in-company-currency.ts'
import type { Company, CompanyBudgets, Models, WorkflowBudgets } from '../../contracts/policy.ts'
import { capsIn } from './caps-in.ts'
import type { FaultList } from './fault-list.ts'

/** Models cost in the company's currency: a cap on cost that the one rate does not convert could not be counted. */
export const checkCostCurrency = (
  budgets: CompanyBudgets | WorkflowBudgets,
  company: Company,
  models: Models,
  faults: FaultList,
): void => {
  for (const [scope, budget] of Object.entries(budgets))
    for (const { kind, cap } of capsIn(budget))
      if (kind === 'cost' && 'money' in cap && !inCompanyCurrency(cap.money, company.currency, models.rate))
        faults.add(
          ['budgets', scope, kind],
          'NO_PRICE',
          `no rate from ${cap.money.currency} to ${company.currency}`,
        )
}
