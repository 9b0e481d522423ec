import { expect } from 'chai'
import { doneWhenHolds, doneWhenReads } from './done-when.ts'
import { compiled, goal, now, order, sampleFiles } from './sample-policy.ts'

const workflow = async (name = 'refunds-under-50') =>
  compiled(await sampleFiles()).workflows.get(name) ?? expect.fail('no such workflow')
const effect = (id: string) => ({
  id,
  tool: 'shop.refund_order',
  args: { order_id: 1044, amount: '15.0', reason: 'x' },
  amount: { amount: '15.00', currency: 'EUR' },
})
const refund = (reference: string) => ({ reference, amount: 15, currency: 'EUR', at: now })
const given = (done: string[], refunded: string[]) => ({
  goal: { ...goal, done: done.map(effect) },
  facts: { order: { ...order, refunds: refunded.map(refund) } },
})

describe('done_when', () => {
  it('reads what was done, and nothing while nothing is', async () => {
    const refunds = await workflow()
    const goalOf = (done: string[]) => given(done, []).goal
    expect(doneWhenReads(refunds, goalOf([]))).to.deep.equal({ ok: true, value: [] })
    expect(doneWhenReads(refunds, goalOf(['e1']))).to.deep.equal({
      ok: true,
      value: [{ as: 'order', tool: 'shop.get_order', args: { id: '1044' } }],
    })
  })

  it('holds where each effect is found in the system, and says where not', async () => {
    const refunds = await workflow()
    const holds = (done: string[], refunded: string[]) => doneWhenHolds(refunds, given(done, refunded))
    expect(holds(['e1', 'e2'], ['e0', 'e2', 'e1'])).to.deep.equal({ ok: true, value: { holds: true } })
    expect(holds(['e1', 'e2'], ['e1'])).to.have.nested.property('value.holds', false)
    expect(holds(['e1', 'e2'], ['e1'])).to.have.nested.property('value.failed.clause')
    expect(holds([], ['e1'])).to.deep.equal({ ok: true, value: { holds: false } })
  })

  it('is an error where the fact was not read', async () => {
    const facts = {}
    expect(doneWhenHolds(await workflow(), { ...given(['e1'], []), facts })).to.have.property('ok', false)
  })

  it('never holds for a workflow without it', async () => {
    const intake = await workflow('intake')
    expect(doneWhenReads(intake, given(['e1'], []).goal)).to.deep.equal({ ok: true, value: [] })
    expect(doneWhenHolds(intake, given(['e1'], ['e1']))).to.deep.equal({ ok: true, value: { holds: false } })
  })
})
