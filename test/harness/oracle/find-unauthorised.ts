import { z } from 'zod'
import { canonicalJson } from '../../../contracts/canonical-json.ts'
import { minorOf } from '../../../contracts/money.ts'
import type { Evidence, JournalRow } from './evidence.ts'
import { isProbe } from './is-probe.ts'
import { eventsOf, type Told } from './read-goals.ts'

type Started = ReturnType<typeof eventsOf<'EffectStarted'>>[number]
const Refunding = z.object({ order_id: z.string(), amount: z.number() })
const day = 86_400_000

/** What a row moved by the rules that the oracle knows, or why the rules do not allow it. */
const overLimits = (row: JournalRow, started: Started, { limits, orders }: Evidence): string | null => {
  const args = Refunding.safeParse(row.args)
  if (!args.success) return 'no rule allows this tool'
  const order = orders.get(args.data.order_id)
  if (!order) return `there is no order ${args.data.order_id}`
  if (order.currency !== limits.currency) return `${order.currency} may not move`
  const minor = minorOf({ amount: String(args.data.amount), currency: order.currency })
  const { amount } = started.data
  if (amount === null || minorOf(amount) !== minor || amount.currency !== order.currency)
    return 'it was judged for another amount'
  if (minor >= limits.under) return `${args.data.amount} is not under the limit`
  if (order.shippedAt === null) return 'the order was never shipped'
  const since = (Date.parse(started.meta.at) - Date.parse(order.shippedAt)) / day
  return since <= limits.days + 1 ? null : `shipped ${Math.floor(since)} days ago`
}

/** Was it approved by people who may, in exactly this form, and still so when it began? */
const unapproved = (told: Told, started: Started, { limits }: Evidence): string | null => {
  const { approval: id, amount } = started.data
  const before = told.events.filter((event) => event.meta.version < started.meta.version)
  const asked = before.find((event) => event.type === 'ApprovalRequested' && event.data.approval === id)
  if (asked?.type !== 'ApprovalRequested') return 'its approval was never asked for'
  const over = before.some(
    (event) =>
      (event.type === 'ApprovalVoid' || event.type === 'ApprovalRejected') && event.data.approval === id,
  )
  if (over) return 'its approval was void or rejected'
  const edits = before.flatMap((event) =>
    event.type === 'ApprovalEdited' && event.data.approval === id ? [event.data] : [],
  )
  if (started.data.args !== (edits.at(-1)?.args ?? asked.data.args)) return 'another call was approved'
  const votes = before.flatMap((event) =>
    event.type === 'ApprovalGranted' && event.data.approval === id ? [event.data] : [],
  )
  if (votes.at(-1)?.complete !== true) return 'its approval was not complete'
  const minor = amount === null ? 0n : minorOf(amount)
  const people = new Set(votes.map(({ person }) => person))
  if (people.size < (edits.at(-1)?.votes ?? asked.data.votes)) return 'too few people approved it'
  const small = [...people].find((person) => (limits.people[person] ?? -1n) < minor)
  return small === undefined ? null : `${small} may not approve this amount`
}

/** May this claim have run at all? A repeat stands on the claim that it repeats, once that one was given up. */
const notAllowed = (told: Told, started: Started, evidence: Evidence): string | null => {
  const { effect, claim, repeats, approval, amount, lowRisk, mode } = started.data
  const before = told.events.filter((event) => event.meta.version < started.meta.version)
  if (repeats !== null) {
    const first = eventsOf(told, 'EffectStarted').find(
      ({ data }) => data.effect === effect && data.claim === repeats,
    )
    const givenUp = before.some(
      (event) =>
        event.type === 'EffectSettling' && event.data.effect === effect && event.data.claim === repeats,
    )
    if (!first || !givenUp) return `claim ${claim} repeats one that nobody gave up`
    return notAllowed(told, first, evidence)
  }
  if (approval !== null) return unapproved(told, started, evidence)
  if (!lowRisk || mode === 'suggest') return 'nobody approved it and it was not low-risk'
  const minor = amount === null ? 0n : minorOf(amount)
  return minor < evidence.limits.aloneUnder ? null : 'nobody approved it and it is not small'
}

/** Journal rows without a claim in the record that allowed exactly this call, by limits that the oracle keeps itself. */
export const findUnauthorised = (evidence: Evidence, goals: ReadonlyMap<string, Told>): string[] => {
  const byEffect = new Map<string, { told: Told; started: Started }[]>()
  for (const told of goals.values())
    for (const started of eventsOf(told, 'EffectStarted')) {
      const { effect } = started.data
      byEffect.set(effect, [...(byEffect.get(effect) ?? []), { told, started }])
    }
  return evidence.journal
    .filter((row) => !isProbe(row))
    .flatMap((row) => {
      const name = `${row.system}.${row.tool} with the key ${row.key ?? 'none'}`
      const claims = (byEffect.get(row.key ?? '') ?? []).filter(
        ({ started }) => started.data.tool === `${row.system}.${row.tool}` && started.meta.at <= row.at,
      )
      if (claims.length === 0) return [`${name}: no EffectStarted before it`]
      const same = claims.filter(
        ({ told, started }) =>
          canonicalJson(evidence.content(told.id, started.data.args) ?? null) === canonicalJson(row.args),
      )
      if (same.length === 0) return [`${name}: it ran with other arguments than were judged`]
      const reasons = same.map(
        ({ told, started }) =>
          overLimits(row, started, evidence) ?? notAllowed(told, started, evidence) ?? '',
      )
      return reasons.includes('') ? [] : [`${name}: ${reasons.at(-1) ?? ''}`]
    })
}
