import { expect } from 'chai'
import { pastCases } from '../../cli/replay/past-cases.ts'
import { dryJudge } from '../../supervisor/policy/dry-judge.ts'
import { compiled, refunds } from '../../supervisor/policy/sample-policy.ts'
import { startPlayed } from './played.fixture.ts'

describe('a replay', () => {
  it('judges the recorded facts of past goals under another policy, and appends nothing', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const one = await run.refundGoal()
    await run.propose({ ...one, args: { order_id: '1044', amount: 15, reason: 'broken' } })
    const [effect] = Object.keys((await run.goalOf(one.goal)).effects)
    await run.result(one.goal, effect ?? '', 1, { value: { refund_id: 'r', order_id: '1044' } })
    await run.goalWhere(one.goal, 'is settled', (goal) =>
      Object.values(goal.effects).some((e) => e.status === 'done' || e.status === 'settling'),
    )
    const two = await run.refundGoal()
    await run.propose({ ...two, args: { order_id: '1045', amount: 60, reason: 'broken' } })
    const before = await run.store.logs('', 1000)
    const { cases, erased } = await pastCases(run.store, '2026-01-01T00:00:00Z')
    expect(erased).to.deep.equal([])
    expect(cases.map(({ args }) => args['amount'])).to.have.members([15, 60])
    const files = {
      ...run.policy,
      [refunds]: (run.policy[refunds] ?? '').replace('money("50 EUR")', 'money("10 EUR")'),
    }
    const verdicts = cases.map(dryJudge(compiled(files), new Map()))
    expect(verdicts.map(({ verdict }) => verdict)).to.deep.equal(['refuses', 'refuses'])
    expect(
      cases
        .map(dryJudge(compiled(run.policy), new Map([['refunds-under-50', 'act-low-risk']])))
        .map(({ verdict }) => verdict),
    ).to.deep.equal(['alone', 'refuses'])
    expect(await run.store.logs('', 1000)).to.deep.equal(before)
  })

  it('does not call different what nobody has decided yet', async () => {
    await using run = await startPlayed()
    const goal = await run.refundGoal()
    await run.propose({ ...goal, args: { order_id: '1044', amount: 15, reason: 'broken' } })
    const now = async () =>
      (await pastCases(run.store, '2026-01-01T00:00:00Z')).cases.map(({ did }) => did.what)
    expect(await now()).to.deep.equal(['open'])
    const [approval] = Object.keys((await run.goalOf(goal.goal)).approvals)
    await run.decide('maria-keller', goal.goal, { approval: approval ?? '', decision: 'reject' })
    expect(await now()).to.deep.equal(['nothing'])
  })
})
