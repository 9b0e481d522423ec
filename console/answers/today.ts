import { formatMoney, fromMinor } from '../../contracts/money.ts'
import type { Budgets } from '../../contracts/http/answers.ts'
import type { Policy } from '../record/read-policy.ts'
import type { Standing } from './budget-lines.ts'

const least = (amounts: bigint[]): bigint | null =>
  amounts.reduce<bigint | null>((low, amount) => (low === null || amount < low ? amount : low), null)

const movesMoney = (policy: Policy): string[] =>
  Object.values(policy.workflows)
    .filter(({ tools }) => Object.values(tools.write).some(({ amount }) => amount !== undefined))
    .map(({ name }) => name)

/**
 * At most this can move today, per currency: what the workflows that move money have left together, and no more than
 * the company's own caps leave. A currency without a company cap cannot move, so it is not listed.
 */
export const canMoveToday = (policy: Policy, lines: Standing[]): Budgets['today'] => {
  const money = lines.filter(({ kind }) => kind === 'money_moved')
  const company = money.filter(({ key }) => key === 'company')
  return [...new Set(company.map(({ currency }) => currency))].map((currency) => {
    const own = company.filter((line) => line.currency === currency)
    const ceiling = least(own.map(({ left }) => left)) ?? 0n
    const workflows = movesMoney(policy).map((name) => {
      const caps = money.filter((line) => line.key === `workflow:${name}` && line.currency === currency)
      return least(caps.map(({ left }) => left)) ?? ceiling
    })
    const together = workflows.reduce((sum, left) => sum + left, 0n)
    const day = own.filter(({ period }) => period === 'day')
    const counted =
      day.length > 0 ? day : money.filter((l) => l.key.startsWith('workflow:') && l.period === 'day')
    const sum = (pick: (line: Standing) => bigint): string =>
      formatMoney(
        fromMinor(
          counted
            .filter((line) => line.currency === currency)
            .reduce((total, line) => total + pick(line), 0n),
          currency,
        ),
      )
    return {
      currency,
      canMove: formatMoney(fromMinor(together < ceiling ? together : ceiling, currency)),
      moved: sum(({ used }) => used),
      held: sum(({ held }) => held),
    }
  })
}
