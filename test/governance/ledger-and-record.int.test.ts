import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { ledgerDifference } from '../../store/ledger-difference.ts'
import type { Deps } from '../../supervisor/deps.ts'
import { serveAuthorise } from '../../supervisor/effects/serve-authorise.ts'
import { recountLedger } from '../../supervisor/record/recount-ledger.ts'
import { sweep } from '../../supervisor/record/sweep.ts'
import { startPlayed, type Played } from './played.fixture.ts'

const args = (amount: number) => ({ order_id: '1044', amount, reason: 'broken' })
/** What the ledger says and the logs do not, or the other way round. */
const drift = async ({ store }: Played) =>
  ledgerDifference(await store.ledger(), (await recountLedger(store)).lines)
const moved = async (run: Played, key: string) =>
  (await run.store.ledger(key))
    .filter(({ kind }) => kind === 'money_moved')
    .map(({ used, held }) => ({ used, held }))
const unknownEffect = async (run: Played, amount: number) => {
  const { goal, task } = await run.refundGoal()
  const order = await run.propose({ goal, task, args: args(amount) })
  if (order.do !== 'run') throw new Error(JSON.stringify(order))
  await run.result(goal, order.effect, 1, { status: 'unclear' })
  await run.goalWhere(goal, 'settles', ({ effects }) => effects[order.effect]?.status === 'settling')
  await run.claimEffect(goal, order.effect, { settles: 1, lookup: 'unreadable' })
  return { goal, effect: order.effect }
}
/** The replica dies whenever it gets there, until it is alive again. */
const dying = ({ store }: Deps, at: 'append' | 'settle'): (() => void) => {
  const kept = { ...store }
  Object.assign(store, { [at]: () => Promise.reject(new Error('dies here')) })
  return () => void Object.assign(store, kept)
}
/** A sweep as it would come in an hour. */
const sweepLater = (run: Played): Promise<void> =>
  sweep({ ...run.supervisor.deps, now: () => new Date(Date.now() + 3_600_000).toISOString() })

describe('the ledger and the record', function () {
  this.timeout(60_000)

  it('count what a person did by hand with the amount that the person names, once', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, effect } = await unknownEffect(run, 15)
    expect(await moved(run, `goal:${goal}`)).to.deep.equal([{ used: 0n, held: 1500n }])
    const amount = { amount: '12.50', currency: 'EUR' }
    const id = await run.command('maria-keller', 'by-person', { goal, effect, reference: 'bank', amount })
    const [event] = await run.outcomeOf(goal, id)
    expect(event).to.have.property('type', 'EffectByPerson')
    await run.until('what was held is let go', async () => (await run.store.holders('9999')).length === 0)
    for (const key of [`goal:${goal}`, 'workflow:', 'company', 'customer:'])
      expect((await moved(run, key))[0], key).to.deep.equal({ used: 1250n, held: 0n })
    expect(await drift(run)).to.deep.equal([])
  })

  it('count it though the supervisor dies between the commit and what follows it', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, effect } = await unknownEffect(run, 15)
    const { deps } = run.supervisor
    const alive = dying(deps, 'settle')
    const amount = { amount: '12.50', currency: 'EUR' }
    await run.command('maria-keller', 'by-person', { goal, effect, reference: 'bank', amount })
    await run.goalWhere(goal, 'has it', ({ effects }) => effects[effect]?.byPerson === true)
    expect((await moved(run, `goal:${goal}`))[0]?.used, 'not settled').to.equal(0n)
    alive()
    await sweepLater(run)
    expect(await moved(run, `goal:${goal}`)).to.deep.equal([{ used: 1250n, held: 0n }])
    expect(await drift(run)).to.deep.equal([])
  })

  it('agree where the supervisor dies before the commit: nothing is counted and nothing stays held', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, effect } = await unknownEffect(run, 15)
    const { deps } = run.supervisor
    const alive = dying(deps, 'append')
    const amount = { amount: '12.50', currency: 'EUR' }
    const id = await run.command('maria-keller', 'by-person', { goal, effect, reference: 'bank', amount })
    await run.until('it is held', async () => (await moved(run, `goal:${goal}`))[0]?.held === 2750n)
    alive()
    await run.outcomeOf(goal, id)
    await sweepLater(run)
    expect(await moved(run, `goal:${goal}`)).to.deep.equal([{ used: 1250n, held: 0n }])
    expect(await drift(run)).to.deep.equal([])
  })

  it('agree where two replicas ask for one call with two amounts, and the loser dies before it lets go', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const other = await run.start()
    const { goal, task } = await run.refundGoal()
    const asked = (amount: number) => ({
      id: randomUUID(),
      gateway: 'gw-1',
      goal,
      task,
      attempt: 1,
      agent: 'support',
      worker: 'w1',
      tool: 'shop.refund_order',
      args: args(amount),
      definition: 'sample',
    })
    const calling = (deps: Deps, amount: number) => {
      const call = asked(amount)
      return run.inRoundsWith(serveAuthorise(deps), (facts) =>
        facts.length === 0 ? { op: 'propose', ...call } : { op: 'facts', ...call, facts },
      )
    }
    // Between what the winner reserves and its commit the loser reserves, and dies before it lets anything go.
    const { store } = run.supervisor.deps
    const kept = { ...store }
    const loses = async (): Promise<void> => {
      const alive = dying(other.deps, 'append')
      const [lost] = await Promise.allSettled([calling(other.deps, 11)])
      alive()
      expect(lost.status).to.equal('rejected')
    }
    Object.assign(store, {
      append: async (commit: Parameters<typeof store.append>[0]) => {
        Object.assign(store, kept)
        await loses()
        return kept.append(commit)
      },
    })
    expect(await calling(run.supervisor.deps, 10)).to.have.property('do', 'run')
    expect(await moved(run, `goal:${goal}`), 'both, until the sweep').to.deep.equal([
      { used: 0n, held: 2100n },
    ])
    const [effect] = Object.values((await run.goalOf(goal)).effects)
    expect(effect?.amount?.amount).to.equal('10.00')
    await sweepLater(run)
    expect(await moved(run, `goal:${goal}`)).to.deep.equal([{ used: 0n, held: 1000n }])
    expect(await drift(run)).to.deep.equal([])
  })

  it('agree while people are asked, after an edit, and once an approved call runs', async () => {
    await using run = await startPlayed()
    const { goal, task } = await run.refundGoal('refund it', 'jonas-brandt')
    await run.propose({ goal, task, args: args(30) })
    expect(await drift(run)).to.deep.equal([])
    const [approval] = Object.values((await run.goalOf(goal)).approvals)
    await run.decide('maria-keller', goal, {
      approval: approval?.id ?? '',
      decision: 'approve',
      args: args(22),
    })
    await run.until('the first hold is let go', async () => (await drift(run)).length === 0)
    expect(await moved(run, `goal:${goal}`)).to.deep.equal([{ used: 0n, held: 2200n }])
    const order = await run.claimEffect(goal, approval?.effect ?? '')
    expect(order.do).to.equal('run')
    await run.until('the claim holds it', async () => (await drift(run)).length === 0)
    expect(await moved(run, `goal:${goal}`)).to.deep.equal([{ used: 0n, held: 2200n }])
    expect((await run.store.ledger('company')).map(({ held }) => held)).to.deep.equal([2200n, 2200n])
  })

  it('agree over slices of tokens and cost: drawn, used, lost', async () => {
    await using run = await startPlayed()
    const { goal, task } = await run.refundGoal()
    const holds = { goal, task, attempt: 1, worker: 'w1' }
    await run.work('support', { op: 'draw', ...holds, model: 'gpt-4.1-mini', tokens: 3000 })
    expect(await drift(run)).to.deep.equal([])
    await run.work('support', { op: 'settle', ...holds, used: { tokens: 700, cost: 90 } })
    await run.work('support', { op: 'draw', ...holds, model: 'gpt-4.1-mini', tokens: 500 })
    await run.outcome(goal, task, { kind: 'escalate', question: 'q', used: { tokens: 100, cost: 9 } })
    await run.goalWhere(goal, 'is with a person', ({ status }) => status === 'with-person')
    await run.until('all is settled', async () => (await drift(run)).length === 0)
    const lines = await run.store.ledger(`goal:${goal}`)
    expect(lines.map(({ kind, used, held }) => [kind, used, held])).to.deep.equal([
      ['cost', 99n, 0n],
      ['tokens', 800n, 0n],
    ])
  })
})
