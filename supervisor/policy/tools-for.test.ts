import { expect } from 'chai'
import { toolClass } from './known-tools.ts'
import { compiled, sampleFiles } from './sample-policy.ts'
import { toolsFor } from './tools-for.ts'

const tool = (annotations: Record<string, unknown>, given?: 'read' | 'write') => ({
  inputSchema: {},
  hash: 'x',
  annotations,
  class: given,
})

describe('tools', () => {
  it('are those that the workflow lists, for its agents alone', async () => {
    const policy = compiled(await sampleFiles())
    expect(toolsFor(policy, 'refunds-under-50', 'support')).to.deep.equal({
      read: ['helpdesk.get_ticket', 'shop.get_customer', 'shop.get_order', 'shop.get_refund'],
      write: ['shop.refund_order'],
    })
    const nothing = { read: [], write: [] }
    expect(toolsFor(policy, 'refunds-under-50', 'stranger')).to.deep.equal(nothing)
    expect(toolsFor(policy, 'intake', 'support')).to.deep.equal(nothing)
    expect(toolsFor(policy, 'nowhere', 'support')).to.deep.equal(nothing)
  })

  it('are writes unless a person wrote read and nothing says otherwise', () => {
    expect(toolClass(tool({}), undefined)).to.equal('write')
    expect(toolClass(tool({ readOnlyHint: true }, 'read'), undefined)).to.equal('write')
    expect(toolClass(tool({}), {})).to.equal('write')
    expect(toolClass(tool({}), { class: 'read' })).to.equal('read')
    expect(toolClass(tool({ readOnlyHint: true }), { class: 'write' })).to.equal('write')
    expect(toolClass(tool({ readOnlyHint: false }), { class: 'read' })).to.equal('write')
    expect(toolClass(tool({ readOnlyHint: true, destructiveHint: true }), { class: 'read' })).to.equal(
      'write',
    )
    expect(toolClass(tool({}, 'write'), { class: 'read' })).to.equal('write')
  })
})
