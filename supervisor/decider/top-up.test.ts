import { expect } from 'chai'
import { given } from './given-for-test.ts'
import type { TopUp } from './person-commands.ts'
import {
  accept,
  at,
  cancel,
  claim,
  digest,
  eur,
  outcome,
  people,
  propose,
  resolve,
  tick,
} from './samples-for-test.ts'
import { terms } from './samples-for-test.ts'

const entry = { task: 't9', agent: 'support', contract: 'support.refund@1', input: digest('input') }
const topUp = (over: Partial<TopUp> = {}): TopUp => ({
  type: 'TopUp',
  at: at(50),
  command: 'c9',
  person: people.bob,
  raised: { kind: 'money_moved', currency: 'EUR', amount: '1000' },
  whole: eur('60.00'),
  grows: true,
  note: digest('note'),
  owner: 'lead',
  pending: entry,
  ...over,
})
const running = given([accept(), claim()])
const spent = running.and(tick({ kind: 'wall' }, at(48 * 60)))
const asked = running.and(outcome({ kind: 'escalate' }))

describe('topping up', () => {
  it('raises the budget, resumes what stopped for it, and puts the person into the chain', () => {
    const told = spent.when(topUp())
    expect(told.types).to.deep.equal(['ToppedUp', 'Resumed', 'TaskAssigned'])
    expect(told.goal).to.deep.include({ status: 'working', chain: ['ann', 'bob'], escalation: null })
    expect(told.goal.raised).to.deep.equal([topUp().raised])
  })
  it('leaves with the person what stopped for another reason, and an agent that works at its work', () => {
    expect(asked.when(topUp()).types).to.deep.equal(['ToppedUp'])
    expect(asked.when(topUp()).goal.status).to.equal('with-person')
    expect(running.when(topUp()).types).to.deep.equal(['ToppedUp'])
  })
  it('is refused to who asked for the goal, in whatever way: submitted, resumed, topped up before', () => {
    const refused = (told: ReturnType<typeof spent.when>, code: string): void => {
      expect(told).to.include({ code })
      expect(told.types).to.deep.equal(['CommandRefused'])
      expect(told.goal.raised.length).to.be.below(2)
    }
    refused(spent.when(topUp({ person: { ...people.ann, limit: eur('900.00') } })), 'OWN_REQUEST')
    const again = spent.and(topUp()).when(topUp({ at: at(51), command: 'c10' }))
    refused(again, 'OWN_REQUEST')
    refused(spent.when(topUp({ person: people.cleo })), 'NOT_YOUR_ROLE')
    refused(spent.when(topUp({ whole: eur('60.01') })), 'OVER_LIMIT')
    refused(spent.when(topUp({ grows: false })), 'CAP_ABOVE')
    refused(running.and(resolve()).when(topUp()), 'GOAL_OVER')
    refused(running.and(propose(), cancel()).when(topUp()), 'CANCELLED')
  })
})

describe("a goal's attempts", () => {
  const few = { ...terms, limits: { ...terms.limits, attempts: 2 } }
  const lease = (attempt: number, when: number) => tick({ kind: 'lease', task: 't1', attempt }, at(when))
  it('are counted by the commit that orders them, and the goal stops before one too many', () => {
    const second = given([accept(), claim(), lease(1, 2)], few)
    expect(second.goal.attempts).to.equal(2)
    expect(second.log.at(-1)?.data).to.deep.equal({ key: 'goal:g_1', kind: 'attempts', percent: 80 })
    const told = second.and(claim({ attempt: 2, at: at(3), until: at(3.5) })).when(lease(2, 4))
    expect(told.types).to.deep.equal(['AttemptFailed', 'BudgetExhausted', 'Escalated'])
    expect(told.goal.escalation?.code).to.equal('OVER_BUDGET')
    expect(told.goal.attempts).to.equal(2)
  })
})
