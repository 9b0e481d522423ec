import type { BudgetLine, Budgets } from '../../contracts/http/answers.ts'
import { formatMoney, fromMinor } from '../../contracts/money.ts'
import type { Store } from '../../store/port.ts'
import type { ControlState } from '../record/control-state.ts'
import { RemitError } from '../../contracts/errors.ts'
import { formatMicros } from '../pages/format-micros.ts'
import { budgetCaps } from './budget-caps.ts'
import { standing } from './budget-lines.ts'
import type { Standing } from './budget-lines.ts'
import { canMoveToday } from './today.ts'

const text = (line: Standing, amount: bigint): string => {
  if (line.kind === 'tokens') return String(amount)
  return line.kind === 'cost'
    ? formatMicros(amount, line.currency)
    : formatMoney(fromMinor(amount, line.currency))
}

const shown = (line: Standing): BudgetLine => ({
  key: line.key,
  kind: line.kind,
  period: line.period,
  limit: text(line, line.limit),
  used: text(line, line.used),
  held: text(line, line.held),
  left: text(line, line.left),
})

/** Every cap that spans goals with what is used, held and left, from the ledger and the current policy. */
export const budgets = async (
  store: Pick<Store, 'ledger'>,
  control: ControlState,
  now: Date,
): Promise<Budgets> => {
  if (control.policy === null) throw new RemitError('NOT_READY', { missing: 'an applied policy' })
  const ledger = await store.ledger()
  const seen = [...new Set(ledger.map(({ key }) => key))]
  const lines = budgetCaps(control.policy, seen).map((cap) => standing(cap, ledger, now))
  return { items: lines.map(shown), cursor: null, today: canMoveToday(control.policy, lines) }
}
