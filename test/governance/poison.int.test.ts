import { expect } from 'chai'
import { startPlayed } from './played.fixture.ts'

const append = (log: string) => ({
  log,
  expected: 0,
  at: new Date().toISOString(),
  by: { kind: 'supervisor' as const, id: 'x' },
  cause: 'x',
  traceparent: '',
  events: [{ type: 'OfAnotherRelease', v: 1, data: {} }],
})

describe('a goal that cannot be read', () => {
  it('is named, and keeps neither another goal nor the supervisor from going on', async () => {
    await using run = await startPlayed()
    const { goal } = await run.refundGoal()
    // First in the order of logs, and with a view of its own, so that recovery meets it before the other.
    const poison = 'a_poison'
    const view = await run.store.view(goal)
    if (view === null) throw new Error('no view')
    await run.store.append({ ...append(poison), view: { ...view, id: poison, version: 1, inbox: [] } })
    await run.store.append(append('a_poison_too'))
    await run.restart()
    expect(run.logged.filter((line) => line.includes('passed over')).join('\n')).to.contain(poison)
    const flagged = await run.command('maria-keller', 'flag', { goal, note: 'still at work' })
    expect(await run.outcomeOf(goal, flagged)).to.have.length(1)
    const other = await run.refundGoal('another one')
    const args = { order_id: '1044', amount: 15, reason: 'broken' }
    expect(await run.propose({ ...other, args })).to.have.nested.property('answer.status', 'waiting')
  })
})

describe("another agent's task", () => {
  it('is not to be claimed, beaten, drawn on, settled, parked or concluded', async () => {
    await using run = await startPlayed()
    const { goal, task } = await run.refundGoal()
    const held = { goal, task, attempt: 1, worker: 'w1' }
    const used = { tokens: 0, cost: 0 }
    const tries = await Promise.allSettled(
      [
        { op: 'claim', ...held, graph: 'x', models: [] },
        { op: 'heartbeat', ...held },
        { op: 'draw', ...held, model: 'gpt-4.1-mini', tokens: 100 },
        { op: 'settle', ...held, used },
        { op: 'park', ...held, waiting: ['e_1'], used },
      ].map((request) => run.work('finance', request)),
    )
    expect(tries.map((one) => (one.status === 'rejected' ? one.reason.code : 'taken'))).to.deep.equal(
      Array.from({ length: 5 }, () => 'NOT_HOLDER'),
    )
    await run.outcome(goal, task, { kind: 'concluded', result: {} }, { agent: 'finance' })
    const call = { goal, task, agent: 'finance', args: { order_id: '1044', amount: 15, reason: 'x' } }
    expect(await run.propose(call)).to.have.nested.property('answer.code', 'NOT_HOLDER')
    const flagged = await run.command('maria-keller', 'flag', { goal, note: 'seen' })
    await run.outcomeOf(goal, flagged)
    expect((await run.goalOf(goal)).tasks[task]).to.deep.include({ status: 'running', worker: 'w1' })
  })
})
