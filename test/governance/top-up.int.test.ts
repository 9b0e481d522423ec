import { expect } from 'chai'
import { swap } from './played-values.fixture.ts'
import { startPlayed, type Played } from './played.fixture.ts'

const refunds = 'workflows/refunds-under-50.yaml'
const args = (amount: number, order = '1044') => ({ order_id: order, amount, reason: 'broken' })
const topUp = (
  run: Played,
  person: string,
  goal: string,
  kind: 'money_moved' | 'wall_time' | 'tool_calls',
  by: string,
) => run.command(person, 'top-up', { goal, kind, by, note: 'needed' }).then((id) => run.outcomeOf(goal, id))
const codeOf = (events: { type: string; data: unknown }[]): unknown => {
  const [first] = events
  return typeof first?.data === 'object' && first.data !== null && 'code' in first.data
    ? first.data.code
    : null
}
/** A goal that has moved 15 EUR of its 20 and stopped before the next 15. */
const stopped = async (run: Played) => {
  const { goal, task } = await run.refundGoal('refund two', 'jonas-brandt')
  const first = await run.propose({ goal, task, args: args(15) })
  if (first.do !== 'run') throw new Error(JSON.stringify(first))
  await run.result(goal, first.effect, 1)
  await run.goalWhere(goal, 'did the first', ({ done }) => done.length === 1)
  const second = await run.propose({ goal, task, args: args(15, '1045') })
  expect(second).to.have.nested.property('answer.code', 'OVER_BUDGET')
  await run.goalWhere(goal, 'is with a person', ({ status }) => status === 'with-person')
  return goal
}
const small = swap(refunds, 'wall_time: 48h, money_moved: 50 EUR', 'wall_time: 48h, money_moved: 20 EUR')

describe('a top-up', function () {
  this.timeout(60_000)

  it('raises what one goal may move, lets it go on, and keeps every cap above', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk', files: small })
    const goal = await stopped(run)
    expect(codeOf(await topUp(run, 'jonas-brandt', goal, 'money_moved', '10 EUR'))).to.equal('NOT_YOUR_ROLE')
    expect(codeOf(await topUp(run, 'operator', goal, 'money_moved', '30 EUR'))).to.equal('OVER_LIMIT')
    expect(codeOf(await topUp(run, 'maria-keller', goal, 'money_moved', 'ten'))).to.equal('SCHEMA')
    const events = await topUp(run, 'maria-keller', goal, 'money_moved', '10 EUR')
    expect(events.map(({ type }) => type)).to.deep.equal(['ToppedUp', 'Resumed', 'TaskAssigned'])
    const task = Object.keys((await run.goalOf(goal)).tasks).at(-1) ?? ''
    await run.claimTask(goal, task)
    expect(await run.propose({ goal, task, args: args(15, '1045') })).to.have.property('do', 'run')
    const third = await run.propose({ goal, task, args: args(1, '1046') })
    expect(third, 'raised by 10, and not by one cent more').to.have.nested.property(
      'answer.code',
      'OVER_BUDGET',
    )
    const [line] = await run.store.ledger(`goal:${goal}`)
    expect((line?.used ?? 0n) + (line?.held ?? 0n)).to.equal(3000n)
  })

  it('is not for who asked for the goal, nor for who topped it up before, and that person approves nothing of it', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk', files: small })
    const goal = await stopped(run)
    await topUp(run, 'maria-keller', goal, 'money_moved', '10 EUR')
    expect(codeOf(await topUp(run, 'maria-keller', goal, 'money_moved', '10 EUR'))).to.equal('OWN_REQUEST')
    expect((await run.goalOf(goal)).chain).to.deep.equal(['jonas-brandt', 'maria-keller'])
  })

  it("stops at the company's cap of any goal", async () => {
    const both = swap('company.yaml', 'budgets:\n', 'budgets:\n  goal: { money_moved: 20 EUR }\n')
    await using run = await startPlayed({ mode: 'act-low-risk', files: (files) => both(small(files)) })
    const goal = await stopped(run)
    expect(codeOf(await topUp(run, 'maria-keller', goal, 'money_moved', '10 EUR'))).to.equal('CAP_ABOVE')
  })

  it('gives time to a goal that has spent its own', async () => {
    await using run = await startPlayed({ files: swap(refunds, 'wall_time: 48h', 'wall_time: 5s') })
    const { goal } = await run.refundGoal()
    const late = await run.goalWhere(goal, 'is with a person', ({ status }) => status === 'with-person')
    expect(late.escalation?.code).to.equal('WALL_TIME')
    const kinds = (await run.events(goal)).flatMap((event) =>
      event.type === 'BudgetWarned' ? event.data.kind : [],
    )
    expect(kinds).to.deep.equal(['wall_time'])
    await topUp(run, 'maria-keller', goal, 'wall_time', '2h')
    expect((await run.goalOf(goal)).status).to.equal('working')
  })
})

describe('a policy that is tightened', function () {
  this.timeout(60_000)

  it('gives goals that were routed before less time, though nothing of theirs moves', async () => {
    await using run = await startPlayed()
    const { goal } = await run.refundGoal()
    await run.start(swap(refunds, 'wall_time: 48h', 'wall_time: 1s')(run.policy), 'always')
    const late = await run.goalWhere(goal, 'is with a person', ({ status }) => status === 'with-person')
    expect(late.escalation?.code).to.equal('WALL_TIME')
  })

  it('counts for the calls of goals that were routed before', async () => {
    await using run = await startPlayed()
    const { goal, task } = await run.refundGoal()
    const calls = () =>
      run.authorise({
        op: 'calls',
        id: crypto.randomUUID(),
        gateway: 'gw-1',
        goal,
        task,
        attempt: 1,
        agent: 'support',
        worker: 'w1',
        want: 5,
      })
    expect(await calls()).to.include({ do: 'calls', granted: 5 })
    const tight = swap(refunds, 'tool_calls: 30, handoffs: 8', 'tool_calls: 7, handoffs: 1')(run.policy)
    await run.start(tight, 'always')
    expect(await calls()).to.include({ do: 'calls', granted: 2 })
    expect(await calls(), 'while the slices live').to.include({ do: 'later', code: 'CALLS_OUT' })
  })
})
