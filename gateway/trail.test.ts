import { expect } from 'chai'
import { CallRecord } from '../contracts/tools.ts'
import { ordered, trailParts } from './trail.ts'

const at = '2026-01-01T00:00:00.000Z'

describe('trailParts', () => {
  it('carries a long record in parts of at most 200 KiB that join to the same text', () => {
    const record = CallRecord.parse({
      tool: 'shop.get_order',
      args: {},
      result: 'äöü€😀'.repeat(50_000),
      why: 'agent',
      started: at,
      ended: at,
    })
    const parts = trailParts('gw-1', ordered('g1'), record)
    expect(parts.length).to.be.greaterThan(3)
    for (const { text } of parts) expect(Buffer.byteLength(text)).to.be.at.most(200 * 1024)
    expect(parts.every(({ parts: all, part }, index) => all === parts.length && part === index)).to.equal(
      true,
    )
    expect(JSON.parse(parts.map(({ text }) => text).join(''))).to.deep.equal(record)
  })
})
