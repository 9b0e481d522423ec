import { expect } from 'chai'
import { sweep } from '../../supervisor/record/sweep.ts'
import { startPlayed, type Played } from './played.fixture.ts'

const args = { order_id: '1044', amount: 15, reason: 'broken' }
const line = (amount: bigint) => ({
  key: 'company',
  kind: 'money_moved' as const,
  currency: 'EUR',
  period: 'day' as const,
  day: '2026-11-22',
  amount,
  limit: 200_000n,
})
/** A sweep as it would come in an hour. */
const sweepLater = (run: Played): Promise<void> =>
  sweep({ ...run.supervisor.deps, now: () => new Date(Date.now() + 3_600_000).toISOString() })
const rowsOf = async (run: Played): Promise<string[]> =>
  (await run.store.heldKeys('9999')).map(({ effect }) => effect)

describe('the sweep', () => {
  it('gives back the row of a call that died before it began, so that others may do it', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const dead = await run.refundGoal('one')
    const holder = { goal: dead.goal, effect: 'e_dead', seen: 3 }
    await run.store.takeKey('shop.refund_order', '["1044"]', holder, new Date().toISOString(), '2020')
    const { goal, task } = await run.refundGoal('two')
    const asked = await run.propose({ goal, task, args })
    expect(asked, 'somebody holds it').to.have.nested.property('answer.status', 'waiting')
    await sweep(run.supervisor.deps)
    expect(await rowsOf(run), 'too young to be forgotten').to.deep.equal(['e_dead'])
    await sweepLater(run)
    expect(await rowsOf(run)).to.deep.equal([])
    const third = await run.refundGoal('three')
    expect(await run.propose({ ...third, args })).to.deep.include({ do: 'run' })
  })

  it('keeps the row and the money of a call that is under way or unknown, however long', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, task } = await run.refundGoal()
    const order = await run.propose({ goal, task, args })
    if (order.do !== 'run') throw new Error(order.do)
    const before = await run.store.ledger()
    await sweepLater(run)
    expect(await rowsOf(run)).to.deep.equal([order.effect])
    await run.result(goal, order.effect, 1, { status: 'unclear' })
    await run.goalWhere(goal, 'settles', ({ effects }) => effects[order.effect]?.status === 'settling')
    await sweepLater(run)
    const answer = await run.claimEffect(goal, order.effect, { settles: 1, lookup: 'unreadable' })
    expect(answer).to.deep.include({ do: 'drop', code: 'NOT_PROVEN' })
    await sweepLater(run)
    expect(await rowsOf(run)).to.deep.equal([order.effect])
    expect(await run.store.ledger()).to.deep.equal(before)
  })

  it('gives back the row of an effect that ended while its replica died, and counts what it did', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, task } = await run.refundGoal()
    const order = await run.propose({ goal, task, args })
    if (order.do !== 'run') throw new Error(order.do)
    await run.result(goal, order.effect, 1)
    await run.until('the row is free', async () => (await rowsOf(run)).length === 0)
    // As if it had died between the commit and what follows it.
    const again = { goal, effect: order.effect, seen: 3 }
    await run.store.takeKey('shop.refund_order', '["1044"]', again, new Date().toISOString(), '2020')
    await sweepLater(run)
    expect(await rowsOf(run)).to.deep.equal([])
    const prior = await run.store.prior('shop.refund_order', '["1044"]', 'g_other', '2020')
    expect(prior).to.deep.include({ count: 1, amounts: { EUR: 1500n } })
  })

  it('releases a reservation without its event, and passes over a goal that cannot be read', async () => {
    await using run = await startPlayed()
    const { goal } = await run.refundGoal()
    const now = new Date().toISOString()
    await run.store.reserve('lost', goal, now, [line(100n)])
    // The first in order, so that the sweep meets it before the other.
    const broken = 'a_broken'
    await run.store.reserve('a-lost', broken, '2020-01-01T00:00:00.000Z', [line(100n)])
    await run.store.append({
      log: broken,
      expected: 0,
      at: now,
      by: { kind: 'supervisor', id: 'x' },
      cause: 'x',
      traceparent: '',
      events: [{ type: 'OfAnotherRelease', v: 1, data: {} }],
    })
    await sweepLater(run)
    const holders = (await run.store.holders('9999')).map(({ holder }) => holder)
    expect(holders).to.deep.equal(['a-lost'])
  })
})
