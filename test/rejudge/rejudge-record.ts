import { z } from 'zod'
import { compareExact, exactMoney, isMoney, type ExactMoney } from './exact-money.ts'
import type { ReadEvent, ReadRecord } from './read-record.ts'
import { readRules, type Rules, type WriteRule } from './read-rules.ts'
import { runRule } from './run-rule.ts'

export type Difference = { goal: string; version: number; type: string; recorded: string; here: string }
export type Rejudged = {
  judged: number
  byKind: Map<string, number>
  outside: Map<string, number>
  differences: Difference[]
}

type Verdict = { allow: boolean; error: boolean; lowRisk: boolean; amount: ExactMoney | null; why: string[] }
const Facts = z.array(
  z.looseObject({ as: z.string(), value: z.unknown().optional(), error: z.unknown().optional() }),
)
const Moved = z.object({ amount: z.string(), currency: z.string() })
const modes = ['suggest', 'act-low-risk', 'autonomous'] as const
const quarter = 90 * 86_400_000
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What one policy's rule says of a call, on the facts as the gateway read them. Whatever goes wrong allows nothing. */
const verdictOf = (
  rule: WriteRule,
  variables: Record<string, unknown> & { now: string },
  prior: number,
): Verdict => {
  const none = { allow: false, lowRisk: false, amount: null, why: [] }
  try {
    const value = rule.amount === undefined ? null : runRule(rule.amount, variables)
    if (value !== null && (!isMoney(value) || value.minor <= 0n)) return { ...none, error: true }
    const amount = value !== null && isMoney(value) ? value : null
    const given = { ...variables, ...(amount === null ? {} : { amount }) }
    if (runRule(rule.allow, given) !== true) return { ...none, amount, error: false }
    const lowRisk = rule.low_risk !== undefined && runRule(rule.low_risk, given) === true && prior === 0
    const over = (limit: ExactMoney | undefined): boolean =>
      limit !== undefined && amount !== null && compareExact(amount, limit) > 0
    const why = [
      ...(over(rule.approve.always_over) ? ['always_over'] : []),
      ...(over(rule.approve.four_eyes_over) ? ['four_eyes'] : []),
    ]
    return { allow: true, error: false, lowRisk, amount, why }
  } catch (error) {
    if (error instanceof RangeError) return { ...none, error: true }
    throw error
  }
}

const shown = (amount: ExactMoney | null): string =>
  amount === null ? 'nothing' : `${amount.minor} ${amount.currency}`

/** Judges every effect of an export again, from the export alone, and says where that comes to something else. */
export const rejudgeRecord = (record: ReadRecord): Rejudged => {
  const policies = new Map<string, Rules>()
  for (const { type, data } of record.control)
    if (type === 'PolicyApplied')
      policies.set(text(data['digest']), readRules(z.record(z.string(), z.string()).parse(data['files'])))
  const before = (at: string, type: string) =>
    record.control.filter((event) => event.type === type && event.at <= at)
  const all = record.goals.flatMap(([, events]) => events)
  const keyOf = ({ goal, data }: ReadEvent): string =>
    JSON.stringify(record.content(goal, data['key']) ?? null)
  const keys = new Map(
    all.filter(({ data }) => 'key' in data).map((event) => [text(event.data['effect']), keyOf(event)]),
  )
  const settled = all.filter(({ type }) => type === 'EffectDone' || type === 'EffectByPerson')
  const priorTo = (event: ReadEvent): number =>
    settled.filter(
      (one) =>
        one.goal !== event.goal &&
        keys.get(text(one.data['effect'])) === keyOf(event) &&
        one.at <= event.at &&
        Date.parse(event.at) - Date.parse(one.at) <= quarter,
    ).length
  const result: Rejudged = { judged: 0, byKind: new Map(), outside: new Map(), differences: [] }
  const count = (to: Map<string, number>, name: string): void => void to.set(name, (to.get(name) ?? 0) + 1)

  const judge = (event: ReadEvent, events: readonly ReadEvent[]): void => {
    const { goal, data, at, type, version } = event
    const route = events.find((one) => one.type === 'GoalRouted') ?? events[0]
    const workflow = text(route?.data['workflow'])
    const newest = text(before(at, 'PolicyApplied').at(-1)?.data['digest'])
    const rules = [...new Set([text(route?.data['policy']), newest])].map((digest) => policies.get(digest))
    const args = record.content(goal, data['args'])
    const facts = Facts.safeParse(data['facts'] === null ? [] : record.content(goal, data['facts']))
    const code = text(data['code'])
    const own = rules.map((one) => one?.workflows.get(workflow)?.tools.write[text(data['tool'])])
    const known = own.filter((one) => one !== undefined)
    if (type === 'EffectRefused' && code === 'TOOL_NOT_ALLOWED') {
      count(result.byKind, `${type} ${code}`)
      result.judged += 1
      if (known.length === own.length)
        result.differences.push({ goal, version, type, recorded: code, here: 'the tool is listed' })
      return
    }
    if (known.length < own.length || args === undefined || !facts.success) {
      result.differences.push({
        goal,
        version,
        type,
        recorded: code,
        here: 'its rule, arguments or facts are not in the export',
      })
      return
    }
    const unreadable = facts.data.some((fact) => fact.error !== undefined)
    const values = Object.fromEntries(facts.data.map((fact) => [fact.as, fact.value]))
    const prior = priorTo(event)
    const verdicts = known.map((rule) => verdictOf(rule, { args, facts: values, now: at }, prior))
    const allow = !unreadable && verdicts.every((one) => one.allow)
    const lowRisk = verdicts.every((one) => one.lowRisk)
    const amount = verdicts[0]?.amount ?? null
    const said = Moved.safeParse(data['amount'])
    const recordedAmount = said.success ? exactMoney(said.data.amount, said.data.currency) : null
    const mode = modes.find((one) =>
      [
        ...(before(at, 'ModeSet').filter((set) => set.data['workflow'] === workflow).length > 0
          ? [text(before(at, 'ModeSet').findLast((set) => set.data['workflow'] === workflow)?.data['mode'])]
          : rules.map((rule) => rule?.workflows.get(workflow)?.mode ?? 'suggest')),
        ...rules.map((rule) => rule?.workflows.get(workflow)?.mode_ceiling ?? 'suggest'),
      ].includes(one),
    )
    const why = [
      ...(mode === 'suggest' ? ['mode'] : []),
      ...(mode === 'act-low-risk' && !lowRisk ? ['risk'] : []),
      ...new Set(verdicts.flatMap((one) => one.why)),
    ]
    const differs = (recorded: string, here: string): void =>
      void result.differences.push({ goal, version, type, recorded, here })
    const sameAmount = (): void => {
      if (shown(amount) !== shown(recordedAmount)) differs(shown(recordedAmount), shown(amount))
    }
    result.judged += 1
    count(result.byKind, code === '' ? type : `${type} ${code}`)
    if (type === 'EffectRefused') {
      const here = unreadable
        ? 'FACTS_UNREADABLE'
        : allow
          ? 'allowed'
          : verdicts.find((one) => !one.allow)?.error === true
            ? 'RULE_ERROR'
            : 'NOT_ALLOWED'
      if (here === 'allowed') {
        // A budget, a definition: the rules admit it, and something else did not. Counted, not judged again here.
        if (code === 'NOT_ALLOWED' || code === 'RULE_ERROR') differs(code, here)
        else count(result.outside, code)
      } else if (here !== code) differs(code, here)
      return
    }
    if (!allow) return differs('allowed', 'refused')
    sameAmount()
    if (type === 'ApprovalRequested') {
      const recorded = z.array(z.string()).parse(data['why'])
      const ours = recorded.filter((one) => ['mode', 'risk', 'always_over', 'four_eyes'].includes(one))
      for (const one of recorded) if (!ours.includes(one)) count(result.outside, `asked: ${one}`)
      if (recorded.some((one) => one.startsWith('changed:'))) return
      if (ours.toSorted().join() !== why.toSorted().join()) differs(recorded.join(), why.join())
      return
    }
    if (data['mode'] !== mode) differs(text(data['mode']), String(mode))
    if (data['lowRisk'] !== lowRisk) differs(`low risk ${String(data['lowRisk'])}`, `low risk ${lowRisk}`)
    if (data['approval'] === null) {
      if (why.length > 0) differs('run without a person', why.join())
      return
    }
    const votes = events.filter(
      (one) =>
        one.type === 'ApprovalGranted' && one.data['approval'] === data['approval'] && one.version < version,
    )
    const people = new Set(votes.map((one) => text(one.data['person'])))
    const asked = events.find(
      (one) => one.type === 'ApprovalRequested' && one.data['approval'] === data['approval'],
    )
    if (people.size < Number(asked?.data['votes'] ?? 1))
      differs('approved', `${people.size} people approved it`)
    for (const person of people) {
      const limit = rules.at(-1)?.people.find((one) => one.id === person)?.limit
      const may =
        limit !== undefined && amount !== null && compareExact(amount, exactMoney(...limitOf(limit))) <= 0
      if (!may) differs(`approved by ${person}`, 'over the limit of that person')
    }
  }
  for (const [, events] of record.goals)
    for (const event of events)
      if (
        event.type === 'EffectRefused' ||
        event.type === 'ApprovalRequested' ||
        (event.type === 'EffectStarted' && event.data['repeats'] === null)
      )
        judge(event, events)
  return result
}

const limitOf = (limit: string): [string, string] => {
  const [amount = '', currency = ''] = limit.split(' ')
  return [amount, currency]
}
