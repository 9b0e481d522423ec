import { compareMoney, formatMoney, minorOf, type Money } from '../money.ts'
import type { Workflow } from '../policy-workflow.ts'
import type { Evidence } from './evidence.ts'

const percent = (part: bigint, whole: bigint): string => (whole === 0n ? '0 %' : `${(part * 100n) / whole} %`)

const capOf = (workflow: Workflow, currency: string): Money | null =>
  (workflow.budgets.goal?.money_moved ?? [])
    .map(({ money }) => money)
    .filter((money) => money.currency === currency)
    .reduce<Money | null>((low, money) => (low === null || compareMoney(money, low) < 0 ? money : low), null)

/**
 * What share of the workflow's write tools the sample covers, and up to which share of what one goal may move its
 * amounts go: what the next mode would let run was seen only so far.
 */
export const coverageOf = (evidence: Evidence, workflow: Workflow): string[] => {
  const tools = Object.keys(workflow.tools.write)
  const seen = new Set(evidence.tools.map(({ tool }) => tool))
  const covered = tools.filter((tool) => seen.has(tool))
  const amounts = evidence.tools.flatMap(({ tool, suggestions, least, most }) => {
    if (least === null || most === null) return [`${tool}: ${suggestions} suggestions without an amount`]
    const cap = capOf(workflow, most.currency)
    const reach =
      cap === null
        ? ''
        : `, ${percent(minorOf(most), minorOf(cap))} of the ${formatMoney(cap)} that a goal may move`
    return [`${tool}: ${suggestions} suggestions from ${formatMoney(least)} to ${formatMoney(most)}${reach}`]
  })
  const unseen = tools.filter((tool) => !seen.has(tool))
  return [
    `${covered.length} of ${tools.length} write tools${unseen.length === 0 ? '' : ` (not ${unseen.join(', ')})`}`,
    ...amounts,
  ]
}
