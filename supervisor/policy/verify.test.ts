import { expect } from 'chai'
import type { CompiledWrite } from './compiled-policy.ts'
import { args, compiled, facts, goal, refunds, sampleFiles } from './sample-policy.ts'
import { lookupRead, verifyHolds, verifyRead } from './verify.ts'

const verified = async (change: (text: string) => string): Promise<CompiledWrite> => {
  const files = await sampleFiles()
  const policy = compiled({ ...files, [refunds]: change(files[refunds] ?? '') })
  return (
    policy.workflows.get('refunds-under-50')?.writes.get('shop.refund_order') ?? expect.fail('no such tool')
  )
}
const input = {
  args,
  goal,
  effect: { id: 'e-1', ordinal: 1 },
  before: facts,
  amount: { amount: '15.00', currency: 'EUR' },
}
const result = {
  reference: 'e-1',
  refund_id: 'r',
  order_id: '1044',
  amount: 15,
  currency: 'EUR',
  status: 'done',
}

describe('verification', () => {
  it('looks the effect up by our own reference', async () => {
    const write = await verified((text) => text)
    const read = { ok: true, value: { tool: 'shop.get_refund', args: { reference: 'e-1' } } }
    expect(verifyRead(write, input)).to.deep.equal(read)
    expect(lookupRead(write, input)).to.deep.equal(read)
  })

  it('holds for the amount that was moved and no other', async () => {
    const write = await verified((text) => text)
    expect(verifyHolds(write, { ...input, result })).to.deep.equal({ ok: true, value: true })
    expect(verifyHolds(write, { ...input, result: { ...result, amount: 14.99 } })).to.have.property(
      'value',
      false,
    )
    for (const bad of [
      { ...result, currency: 'USD' },
      {},
      null,
      undefined,
      'ok',
      { ...result, amount: null },
    ])
      expect(verifyHolds(write, { ...input, result: bad }), JSON.stringify(bad)).to.have.property('ok', false)
  })

  it('can go by the change since the claim, which is no look-up', async () => {
    const write = await verified((text) =>
      text.replace(
        /verify: .*/,
        `verify: { tool: shop.get_order, args: { id: "args.order_id" }, expect: 'money(result.refundable, result.currency) + amount == money(before.order.refundable, before.order.currency)' }`,
      ),
    )
    expect(lookupRead(write, input)).to.deep.equal({ ok: true, value: null })
    expect(verifyHolds(write, { ...input, result: { ...facts.order, refundable: 30 } })).to.have.property(
      'value',
      true,
    )
    expect(verifyHolds(write, { ...input, result: facts.order })).to.have.property('value', false)
  })

  it('reads nothing where the workflow has none', async () => {
    const write = await verified((text) => text.replace(/^ *verify: .*$/m, ''))
    expect(verifyRead(write, input)).to.deep.equal({ ok: true, value: null })
    expect(verifyHolds(write, { ...input, result })).to.have.property('ok', false)
  })
})
