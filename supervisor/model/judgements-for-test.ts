import type { Then } from '../../contracts/policy.ts'
import type { Money } from '../../contracts/money.ts'
import type { Earlier } from '../decider/effect-commands.ts'
import { approve, eur, judgement, people } from '../decider/samples-for-test.ts'
import type { Judgement, Person } from '../decider/terms.ts'
import type { Dice } from './dice-for-test.ts'

const amounts: (Money | null)[] = [
  ...['5.00', '5.00', '5.00', '10.00', '10.00', '15.00', '15.00', '19.00'].map(eur),
  ...['5.00', '10.00', '35.00', '42.00', '46.00', '46.00'].map(eur),
  { amount: '10.00', currency: 'USD' },
  null,
]

const thens: Then[] = [{ kind: 'escalate' }, { kind: 'tomorrow' }, { kind: 'reroute', role: 'lead' }]

/** What policy might say of a call: between two rounds facts, mode and rules may all have changed. */
export const someJudgement = (dice: Dice, amount?: Money | null): Judgement => {
  const allow = !dice.once(9)
  const modes = ['suggest', 'act-low-risk', 'autonomous'] as const
  const codes = ['NOT_ALLOWED', '', 'NOT_ALLOWED', 'NOT_ALLOWED', 'RULE_ERROR', 'FACTS_UNREADABLE'] as const
  return judgement({
    allow,
    code: allow ? '' : (dice.pick(codes) ?? ''),
    lowRisk: !dice.once(4),
    sendsFreely: dice.once(10),
    mode: dice.pick(modes) ?? 'suggest',
    amount: amount === undefined ? (dice.pick(amounts) ?? null) : amount,
    approve: {
      ...approve,
      separateOver: dice.once(4) ? null : approve.separateOver,
      then: dice.pick(thens) ?? { kind: 'escalate' },
    },
  })
}

export const someEarlier = (dice: Dice): Earlier => ({
  count: dice.once(10) ? 1 : 0,
  held: dice.once(12),
  settledAfterFacts: dice.once(12),
})

/** People as they are now: somebody may have left, or lost a role or some of their limit. */
export const peopleNow = (dice: Dice): Person[] =>
  Object.values(people)
    .filter(() => !dice.once(15))
    .map((person) => (dice.once(15) ? { ...person, limit: eur('10.00') } : person))
/** Mostly one of the two who may do most. */
export const somebody = (dice: Dice): Person =>
  (dice.once(2) ? dice.pick([people.bob, people.cleo]) : dice.pick(Object.values(people))) ?? people.bob
