import { expect } from 'chai'
import { given } from '../given-for-test.ts'
import { accept, at, claim, propose, result } from '../samples-for-test.ts'
import { toolsRun } from './tools-run.ts'

const working = given([accept(), claim()])
const refund = { tool: 'shop.refund_order', read: false }
const ticket = { tool: 'helpdesk.get_ticket', read: true }

describe('rule: tools that ran', () => {
  it('counts a write from the moment that it was begun, whatever came of it', () => {
    expect(toolsRun(working.goal, [refund])).to.deep.equal([])
    const begun = working.and(propose())
    expect(toolsRun(begun.goal, [refund, ticket])).to.deep.equal(['shop.refund_order'])
    expect(toolsRun(begun.and(result({ status: 'failed' })).goal, [refund])).to.deep.equal([
      'shop.refund_order',
    ])
  })
  it('counts a read as soon as an agent drew calls, and not those that came back unused', () => {
    const drew = working.and({
      type: 'Calls',
      task: 't1',
      attempt: 1,
      worker: 'w1',
      at: at(2),
      want: 5,
      why: '',
    })
    expect(toolsRun(drew.goal, [refund, ticket])).to.deep.equal(['helpdesk.get_ticket'])
    const holder = Object.keys(drew.goal.calls.out).at(-1) ?? ''
    const back = drew.and({ type: 'CallsReturned', at: at(3), task: 't1', attempt: 1, calls: 5, holder })
    expect(toolsRun(back.goal, [ticket])).to.deep.equal([])
  })
})
