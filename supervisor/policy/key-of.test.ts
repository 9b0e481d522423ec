import { expect } from 'chai'
import * as fc from 'fast-check'
import type { CompiledWrite } from './compiled-policy.ts'
import { keyOf } from './key-of.ts'
import { args, compiled, goal, refunds, sampleFiles } from './sample-policy.ts'

const keyed = async (key: string): Promise<CompiledWrite> => {
  const files = await sampleFiles()
  const text = (files[refunds] ?? '').replace('[args.order_id]', key)
  const write = compiled({ ...files, [refunds]: text })
    .workflows.get('refunds-under-50')
    ?.writes.get('shop.refund_order')
  return write ?? expect.fail('no such tool')
}

describe('the key of an effect', () => {
  it('is one however an agent words the rest, and writes the number', async () => {
    const write = await keyed('[args.order_id]')
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.integer(),
        fc.constantFrom('1044', 1044),
        (reason, amount, order_id) => {
          expect(keyOf(write, { args: { reason, amount, order_id }, goal })).to.deep.equal({
            ok: true,
            value: '["1044"]',
          })
        },
      ),
    )
  })

  it('takes 30, 30.0 and "30" for one', async () => {
    const write = await keyed('[args.order_id, args.amount]')
    for (const amount of [30, 30.0, '30', '30.0'])
      expect(keyOf(write, { args: { ...args, amount }, goal })).to.have.property('value', '["1044",30]')
  })

  it('keeps as text what no number holds exactly', async () => {
    const write = await keyed('[\'args.amount * decimal("0.1234567890123456789")\']')
    expect(keyOf(write, { args: { ...args, amount: 1 }, goal })).to.have.property(
      'value',
      '["0.1234567890123456789"]',
    )
  })

  it('is an error where an argument of it is missing or unreadable', async () => {
    const write = await keyed('[args.order_id]')
    for (const bad of [{}, { order_id: null }, { order_id: { a: 1 } }])
      expect(keyOf(write, { args: bad, goal })).to.have.nested.property('error.code', 'RULE_ERROR')
  })

  it('is all arguments, canonical, where the workflow names none', async () => {
    const write = { ...(await keyed('[args.order_id]')), key: undefined }
    const value = '{"amount":30,"order_id":"1044","reason":"x"}'
    expect(keyOf(write, { args: { reason: 'x', order_id: 1044, amount: '30.0' }, goal })).to.have.property(
      'value',
      value,
    )
  })
})
