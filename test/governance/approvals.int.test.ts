import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import type { Goal } from '../../supervisor/decider/state.ts'
import { freshOrder, shopReads, swap, type Reads } from './played-values.fixture.ts'
import { startPlayed, type Played } from './played.fixture.ts'

const refunds = 'workflows/refunds-under-50.yaml'
const args = (amount: number, order = '1044') => ({ order_id: order, amount, reason: 'broken' })
const openOf = (goal: Goal) => Object.values(goal.approvals).filter(({ status }) => status === 'open')

const orderOf49: Reads = (tool, given) =>
  tool === 'shop.get_order' ? freshOrder(given['id'], { total: 49, refundable: 49 }) : shopReads(tool, given)

/** A refund of so much, waiting for people. */
const waiting = async (run: Played, amount: number, by?: string) => {
  const { goal, task } = await run.refundGoal('refund it', by)
  const answer = await run.propose({ goal, task, args: args(amount), from: orderOf49 })
  expect(answer).to.have.nested.property('answer.status', 'waiting')
  const state = await run.goalOf(goal)
  const [approval] = openOf(state)
  if (!approval) throw new Error('no approval')
  return { goal, task, approval: approval.id, effect: approval.effect }
}
/** What is reserved for a refused decision is let go after its commit: soon, and for good. */
const holds = (run: Played, goal: string, amount: bigint): Promise<true> =>
  run.until(`${goal} holds ${amount}`, async () => (await heldFor(run, goal)) === amount)
const heldFor = async (run: Played, goal: string): Promise<bigint> =>
  (await run.store.ledger(`goal:${goal}`)).find(({ kind }) => kind === 'money_moved')?.held ?? 0n

describe('a decision', () => {
  it('that is refused lets the hold of the approval stand, and no hold of its own', async () => {
    await using run = await startPlayed()
    const { goal, approval } = await waiting(run, 35)
    expect(await heldFor(run, goal)).to.equal(3500n)
    const [first] = await run.decide('jonas-brandt', goal, {
      approval,
      decision: 'approve',
      args: args(48),
    })
    expect(first, 'one of two').to.deep.include({ type: 'ApprovalEdited' })
    const [over] = await run.decide('operator', goal, { approval, decision: 'approve', args: args(47) })
    expect(over).to.have.nested.property('data.code', 'OVER_LIMIT')
    const state = await run.goalOf(goal)
    const [open] = openOf(state)
    const amount = BigInt(Math.round(Number(open?.amount?.amount) * 100))
    await holds(run, goal, amount)
    const holders = (await run.store.holders('9999')).filter((one) => one.goal === goal)
    expect(holders.map(({ holder }) => holder)).to.deep.equal([open?.hold])
  })

  it('by whoever may not decide moves no hold', async () => {
    await using run = await startPlayed()
    const { goal, approval } = await waiting(run, 35, 'maria-keller')
    const [refused] = await run.decide('operator', goal, { approval, decision: 'approve', args: args(46) })
    expect(refused).to.have.nested.property('data.code', 'OVER_LIMIT')
    await holds(run, goal, 3500n)
    const holders = (await run.store.holders('9999')).filter((one) => one.goal === goal)
    const { hold } = (await run.goalOf(goal)).approvals[approval] ?? {}
    expect(holders.map(({ holder }) => holder)).to.deep.equal([hold])
  })

  it('may not turn the call into one with another key', async () => {
    await using run = await startPlayed()
    const { goal, approval } = await waiting(run, 35)
    const [refused] = await run.decide('maria-keller', goal, {
      approval,
      decision: 'approve',
      args: args(35, '1099'),
    })
    expect(refused).to.have.nested.property('data.code', 'BAD_ARGUMENTS')
    expect(openOf(await run.goalOf(goal))).to.have.length(1)
  })

  it('R3: with an old id is refused, not applied to the newer call', async () => {
    await using run = await startPlayed({ apart: true })
    const { goal, task, approval } = await waiting(run, 35)
    await run.propose({ goal, task, args: args(34) })
    const [newer] = openOf(await run.goalOf(goal))
    expect(newer?.id).to.not.equal(approval)
    const [refused] = await run.decide('maria-keller', goal, { approval, decision: 'approve' })
    expect(refused).to.deep.include({ type: 'CommandRefused' })
    expect(refused).to.have.nested.property('data.code', 'ALREADY_DECIDED')
    expect(openOf(await run.goalOf(goal)).map(({ id }) => id)).to.deep.equal([newer?.id])
  })

  it('that was refused once stays refused when it is delivered again', async () => {
    await using run = await startPlayed()
    const { goal, approval } = await waiting(run, 15)
    const id = randomUUID()
    await run.command('nobody-yet', 'decide', { goal, approval, decision: 'approve' }, { id })
    const [refused] = await run.outcomeOf(goal, id)
    expect(refused).to.have.nested.property('data.code', 'UNKNOWN_PERSON')
    const people = swap('people.yaml', 'id: jonas-brandt', 'id: nobody-yet')(run.policy)
    await run.start(people, 'always')
    await run.command('nobody-yet', 'decide', { goal, approval, decision: 'approve' }, { id })
    // Commands are taken in order of arrival; this one shows that the one before was taken.
    const after = await run.command('maria-keller', 'flag', { goal, note: 'seen' })
    await run.outcomeOf(goal, after)
    const state = await run.goalOf(goal)
    expect(state.approvals[approval]?.voters).to.deep.equal([])
  })
})

describe('a changed policy', () => {
  const withTerms = (from: string, to: string) => swap(refunds, from, to)

  it('that is looser leaves a goal under the terms it was routed with', async () => {
    await using run = await startPlayed({
      files: withTerms('always_over: 40 EUR', 'always_over: 10 EUR'),
      mode: 'act-low-risk',
    })
    const { goal, task } = await run.refundGoal()
    await run.start(withTerms('always_over: 10 EUR', 'always_over: 40 EUR')(run.policy), 'always')
    const answer = await run.propose({ goal, task, args: args(15) })
    expect(answer).to.have.nested.property('answer.status', 'waiting')
  })

  it('that is tighter holds for a goal that was routed before', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, task } = await run.refundGoal()
    await run.start(withTerms('always_over: 40 EUR', 'always_over: 10 EUR')(run.policy), 'always')
    const answer = await run.propose({ goal, task, args: args(15) })
    expect(answer).to.have.nested.property('answer.status', 'waiting')
  })

  it('that lowers the ceiling lowers the mode that was set before', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, task } = await run.refundGoal()
    await run.start(withTerms('mode_ceiling: act-low-risk', 'mode_ceiling: suggest')(run.policy), 'always')
    const answer = await run.propose({ goal, task, args: args(15) })
    expect(answer).to.have.nested.property('answer.status', 'waiting')
  })

  it('that lowers a cap holds for a goal that was routed before', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, task } = await run.refundGoal()
    const lower = swap('company.yaml', 'money_moved: [2000 EUR per day', 'money_moved: [10 EUR per day')
    const tight = lower(
      swap(
        refunds,
        '1000 EUR per day',
        '10 EUR per day',
      )(swap('company.yaml', '1000 EUR per day', '10 EUR per day')(run.policy)),
    )
    await run.start(tight, 'always')
    const answer = await run.propose({ goal, task, args: args(15) })
    expect(answer).to.have.nested.property('answer.code', 'OVER_BUDGET')
  })

  it('that lowers what a goal may spend on a model holds for a goal that was routed before', async () => {
    await using run = await startPlayed()
    const { goal, task } = await run.refundGoal()
    const tight = swap(refunds, 'tokens: 40000', 'tokens: 400')(run.policy)
    await run.start(tight, 'always')
    const draw = { op: 'draw', goal, task, attempt: 1, worker: 'w1', model: 'gpt-4.1-mini', tokens: 500 }
    const [drawn] = await Promise.allSettled([run.work('support', draw)])
    expect(drawn).to.have.nested.property('reason.code', 'OVER_BUDGET')
  })

  it('counts people as they are now: who came later may approve, who left may not have', async () => {
    await using run = await startPlayed()
    const first = await waiting(run, 15, 'operator')
    const second = await waiting(run, 15, 'operator')
    const [granted] = await run.decide('jonas-brandt', second.goal, {
      approval: second.approval,
      decision: 'approve',
    })
    expect(granted).to.deep.include({ type: 'ApprovalGranted' })
    await run.start(swap('people.yaml', 'id: jonas-brandt', 'id: new-person')(run.policy), 'always')
    await run.decide('new-person', first.goal, { approval: first.approval, decision: 'approve' })
    expect(await run.claimEffect(first.goal, first.effect)).to.deep.include({ do: 'run' })
    const gone = await run.claimEffect(second.goal, second.effect)
    expect(gone).to.deep.include({ do: 'drop' })
    expect(openOf(await run.goalOf(second.goal))).to.have.length(1)
  })
})
