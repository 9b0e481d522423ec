import { expect } from 'chai'
import { checkArguments } from './check-arguments.ts'
import { pinTool } from './pinned-tool.ts'

const tool = pinTool('shop', {
  name: 'refund_order',
  inputSchema: {
    type: 'object',
    properties: { order_id: { type: 'string' }, amount: { type: 'number' }, key: { type: 'string' } },
    required: ['order_id', 'amount', 'key'],
    additionalProperties: false,
  },
})
const check = (given: unknown) => checkArguments(tool, 'args.key', given)
const deep = (levels: number): object => (levels === 0 ? {} : { at: deep(levels - 1) })

describe('checkArguments', () => {
  it('writes 30, 30.0 and "30" as one, and does not ask the agent for the key', () => {
    const wanted = { ok: true, args: { order_id: '1042', amount: 30 } }
    for (const amount of [30, JSON.parse('30.0'), '30', '30.0'])
      expect(check({ order_id: 1042, amount })).to.deep.equal(wanted)
  })

  it('asks for the key where it is no argument of ours', () => {
    const checked = checkArguments(tool, '_meta.idempotencyKey', { order_id: '1042', amount: 1 })
    expect(checked.ok ? '' : checked.words).to.contain("'key'")
  })

  it('refuses in the words of the schema', () => {
    const words = (given: unknown): string => {
      const checked = check(given)
      return checked.ok ? 'taken' : checked.words
    }
    expect(words({ amount: 30 })).to.contain("'order_id'")
    expect(words({ order_id: '1', amount: 'lots' })).to.contain('amount must be number')
    expect(words({ order_id: '1', amount: 1, note: 'x' })).to.contain("'note'")
    expect(words({ order_id: '1', amount: 1, key: 'mine' })).to.contain("'key'")
    for (const odd of [null, [], 'x', 7]) expect(words(odd)).to.contain('one JSON object')
    expect(words({ order_id: deep(200) })).to.contain('deeper')
    expect(words({ order_id: 'x'.repeat(200_000), amount: 1 })).to.contain('bytes')
  })
})
