import { expect } from 'chai'
import { offeredTool } from './offered-tool.ts'
import { definitionHash, pinTool } from './pinned-tool.ts'

describe('offeredTool', () => {
  const tool = pinTool('shop', {
    name: 'refund_order',
    description: 'Refunds',
    inputSchema: {
      type: 'object',
      properties: {
        count: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
        key: { type: 'string' },
      },
      required: ['count', 'key'],
    },
  })

  it('leaves out the argument that carries the key, and bounds that say nothing', () => {
    expect(offeredTool(tool, 'args.key', true)).to.deep.equal({
      name: 'shop.refund_order',
      description: 'Refunds',
      inputSchema: { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] },
      write: true,
    })
  })
})

describe('definitionHash', () => {
  const one = { name: 'a.b', inputSchema: { type: 'object', properties: {} } }

  it('does not depend on the order of keys', () => {
    const same = { inputSchema: { properties: {}, type: 'object' }, name: 'a.b' }
    expect(definitionHash(same)).to.equal(definitionHash(one))
  })

  it('changes with the description and the annotations', () => {
    expect(definitionHash({ ...one, description: 'x' })).to.not.equal(definitionHash(one))
    expect(definitionHash({ ...one, annotations: { readOnlyHint: true } })).to.not.equal(definitionHash(one))
  })
})
