import { join } from 'node:path'
import { CommandAnswer } from '../../contracts/http/answers.ts'
import type { EffectShown, GoalPage } from '../../contracts/http/goal-page.ts'
import { formatMoney } from '../../contracts/money.ts'
import type { ApiClient } from '../api-client.ts'
import { plainText } from '../format-value.ts'
import { waitForGoal } from '../wait-for-goal.ts'
import { refundedInShop } from './shop-file.ts'
import { tourGoals, type TourGoal } from './tour-goals.ts'

export const tourWorkflow = 'refunds-under-50'

const ruleOf = (effect: EffectShown | undefined): string => {
  const shown =
    effect?.rules.find((rule) => rule.name === (effect.lowRisk ? 'low_risk' : 'allow')) ?? effect?.rules[0]
  return shown === undefined ? '' : shown.text
}

const sentence = (text: string | null): string => (text === null ? '' : plainText(text).replaceAll('\n', ' '))

/** One sentence a goal: the decision, the rule, the money. */
const told = (page: GoalPage, goal: TourGoal): string[] => {
  const done = page.effects.filter((effect) => effect.status === 'done')
  const moved = page.money.map(formatMoney).join(' and ')
  const agents = page.steps.filter((step) => step.what === 'assigned' || step.what === 'handed-off').length
  const refused = page.effects.findLast((effect) => effect.status === 'refused')
  const open = page.approvals.find((approval) => approval.status === 'open')
  if (goal.status === 'waiting' && open)
    return [
      `Waits for ${open.role}: ${open.amount === null ? '' : `${formatMoney(open.amount)}, `}asked because of ${open.why.join(', ')}. The shop's row of order ${Object.keys(goal.refunded).join(', ')} will change when you run`,
      `npm run remit -- approve ${open.id}`,
    ]
  if (page.status === 'with-person')
    return [
      `${moved === '' ? 'Nothing moved. Stopped' : `Gave back ${moved}, then stopped`} (${page.escalation?.code ?? ''}): ${sentence(page.escalation?.sentence ?? null)}`,
    ]
  if (page.class === 'declined')
    return [
      `Declined by rule, 0.00 EUR: ${sentence(typeof refused?.message === 'string' ? refused.message : ruleOf(refused))}`,
    ]
  if (agents > 2) return [`${moved} after ${agents} tasks of three agents; the rule: ${ruleOf(done[0])}`]
  return [`${moved} without a person; the rule: ${ruleOf(done[0])}`]
}

export type TourResult = { lines: string[]; wrong: string[] }

const submit = async (client: ApiClient, goal: TourGoal): Promise<GoalPage> => {
  const body = { goal: goal.goal, id: goal.id, tour: true }
  const { data } = await client.call({ path: 'goals', method: 'POST', body, answer: CommandAnswer })
  return waitForGoal(client, data.goal ?? '', 'settled')
}

/**
 * The first day: five goals, at most fifteen lines. What is wrong is said by the sample systems' own files, compared
 * with what was expected before, and by the goals' ends.
 */
export const runTour = async (
  client: ApiClient,
  shopData: string,
  say: (line: string) => void,
): Promise<TourResult> => {
  const file = join(shopData, 'shop.sqlite')
  const orders = tourGoals.flatMap((goal) => Object.keys(goal.refunded))
  const before = refundedInShop(file, orders)
  const lines: string[] = []
  const wrong: string[] = []
  const put = (line: string): void => {
    lines.push(line)
    say(line)
  }
  await client.call({
    path: 'mode',
    segments: { name: tourWorkflow },
    method: 'POST',
    body: { mode: 'act-low-risk', note: 'The first-day tour shows what runs alone' },
    answer: CommandAnswer,
  })
  for (const [index, goal] of tourGoals.entries()) {
    const page = await submit(client, goal)
    put(`${index + 1}. "${goal.goal}"`)
    for (const line of told(page, goal)) put(`   ${line}`)
    const asked = page.approvals.some((approval) => approval.status === 'open')
    const status = page.status === 'ended' ? page.class : asked ? 'waiting' : page.status
    const expected = goal.class ?? goal.status
    if (status !== expected)
      wrong.push(`goal ${index + 1} (${goal.title}) is ${String(status)}, expected ${expected}`)
  }
  const after = refundedInShop(file, orders)
  for (const goal of tourGoals)
    for (const [order, minor] of Object.entries(goal.refunded)) {
      const moved = (after[order] ?? 0) - (before[order] ?? 0)
      if (moved !== minor)
        wrong.push(
          `the shop's file says ${moved} cents were given back for order ${order}, expected ${minor}`,
        )
    }
  return { lines, wrong }
}
