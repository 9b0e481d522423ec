import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { parse } from 'yaml'
import { Workflow } from '../../contracts/policy.ts'
import { showRules } from './show-rules.ts'

const text = readFileSync(new URL('../../config/workflows/refunds-under-50.yaml', import.meta.url), 'utf8')
const workflow = Workflow.parse(parse(text))
const judged = {
  tool: 'shop.refund_order',
  args: { order_id: '1042', amount: 15 },
  amount: { amount: '15.00', currency: 'EUR' },
  facts: [{ as: 'order', tool: null, at: null, value: { refundable: '40.00', currency: 'EUR' } }],
}

describe('rules as they are shown', () => {
  const rules = showRules(workflow, judged)
  it('have the text of the workflow', () => {
    expect(rules.map(({ name }) => name)).to.deep.equal(['allow', 'low_risk'])
    expect(rules[0]?.text).to.equal(workflow.tools.write['shop.refund_order']?.allow)
  })
  it('have each name with its value once, and say what was not there', () =>
    expect(rules[0]?.values).to.deep.equal([
      { name: 'amount', value: '15.00 EUR' },
      { name: 'facts.order.refundable', value: '40.00' },
      { name: 'facts.order.currency', value: 'EUR' },
      { name: 'facts.order.shipped_at', value: 'not there' },
    ]))
  it('take no text for a name, and reach no prototype', () => {
    const allow = `'args.note == "facts.order.refundable" && facts.order.constructor == args.lines.size()'`
    const odd = Workflow.parse(parse(text.replace(/allow: .*/, `allow: ${allow}`)))
    expect(showRules(odd, judged)[0]?.values).to.deep.equal([
      { name: 'args.note', value: 'not there' },
      { name: 'facts.order.constructor', value: 'not there' },
      { name: 'args.lines', value: 'not there' },
    ])
  })
})
