import type { Mode } from '../../contracts/events/goal-events.ts'
import { Mode as Modes } from '../../contracts/events/goal-events.ts'
import { addMoney } from '../../contracts/money.ts'
import type { Money } from '../../contracts/money.ts'
import type { CompiledPolicy } from './compiled-policy.ts'
import { factReads } from './fact-reads.ts'
import type { FactValues, GoalView } from './facts-given.ts'
import { judgeAll } from './judge-all.ts'
import { keyOf } from './key-of.ts'
import { rulesFor } from './rules-for.ts'
import type { TextFacts } from './template-scope.ts'
import { wouldAsk } from './would-ask.ts'

/** What was done about a case in truth. `nothing`: refused, rejected or void; `open`: nobody can say yet. */
export type Did = { what: 'alone' | 'with-person' | 'nothing' | 'open'; amount: Money | null }

/** One call of the past, with the facts of then. */
export type PastCase = {
  id: string
  at: string
  workflow: string
  tool: string
  args: Readonly<Record<string, unknown>>
  facts: FactValues
  goal: GoalView
  /** effects of the goal that were done before it */
  done: TextFacts['done']
  did: Did
}
/** `unjudged`: the facts of then are not enough for these rules, or are gone. */
export type DryVerdict = {
  case: PastCase
  verdict: 'alone' | 'asks' | 'refuses' | 'unjudged'
  why: string[]
  sentence: string
  amount: Money | null
}

type Priors = Map<string, { at: string; amount: Money | null }[]>
const ninetyDays = 90 * 86_400_000

const lower = (left: Mode, right: Mode): Mode =>
  Modes.options.indexOf(left) <= Modes.options.indexOf(right) ? left : right

/**
 * Judges past cases under a policy, in the order of their times: the rules, the mode (as it is set now, never above the
 * ceiling) and the thresholds, each with the cases before it as its priors. Nothing is read, reserved or changed.
 * Budgets are not counted: what they would have stopped depends on everything else of that day.
 */
export const dryJudge = (policy: CompiledPolicy, modes: ReadonlyMap<string, Mode>) => {
  const priors: Priors = new Map()
  return (past: PastCase): DryVerdict => {
    const { workflow: name, tool, args, facts, goal, at, done } = past
    const said = (verdict: DryVerdict['verdict'], why: string[], sentence: string, amount: Money | null) => ({
      case: past,
      verdict,
      why,
      sentence,
      amount,
    })
    const workflow = policy.workflows.get(name)
    const write = workflow?.writes.get(tool)
    if (!workflow || !write)
      return said('refuses', ['TOOL_NOT_ALLOWED'], `${name} does not give ${tool}`, null)
    const rules = rulesFor(policy, name, tool, goal)
    const wanted = factReads(rules, { args, goal, facts })
    if (!wanted.ok) return said('unjudged', ['RULE_ERROR'], wanted.error.message, null)
    if (wanted.value.length > 0)
      return said(
        'unjudged',
        ['FACTS'],
        `not read then: ${wanted.value.map(({ as }) => as).join(', ')}`,
        null,
      )
    const key = keyOf(write, { args, goal })
    const since = new Date(Date.parse(at) - ninetyDays).toISOString()
    const row = key.ok ? `${tool} ${key.value}` : ''
    const earlier = (priors.get(row) ?? []).filter((one) => one.at >= since)
    const amounts = earlier.flatMap(({ amount }) => (amount === null ? [] : [amount]))
    const [first, ...rest] = amounts
    const sum =
      first === undefined
        ? null
        : rest.filter((one) => one.currency === first.currency).reduce(addMoney, first)
    const ruling = judgeAll(rules, {
      args,
      goal,
      facts,
      now: at,
      prior: { count: earlier.length, amount: sum },
      done,
    })
    const amount = ruling.amount ?? null
    if (ruling.error) return said('refuses', ['RULE_ERROR'], ruling.error.message, amount)
    if (!ruling.allow) return said('refuses', ['NOT_ALLOWED'], ruling.failed?.sentence ?? ruling.rule, amount)
    priors.set(row, [...(priors.get(row) ?? []), { at, amount }])
    const set = modes.get(name) ?? workflow.policy.mode
    const after = (write.rule.needs_two_after ?? []).filter((other) => done.some((one) => one.tool === other))
    const mode = lower(set, workflow.policy.mode_ceiling)
    const why = wouldAsk(ruling, write.rule.approve, mode, earlier.length, after)
    return said(why.length > 0 ? 'asks' : 'alone', why, ruling.rule, amount)
  }
}
