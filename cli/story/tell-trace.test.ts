import { expect } from 'chai'
import type { Span } from '../../observability/span.ts'
import { tellTrace } from './tell-trace.ts'

const span = (id: string, parent: string | null, more: Partial<Span> = {}): Span => ({
  trace: 'a'.repeat(32),
  id,
  parent,
  root: parent === null,
  name: id,
  kind: 'internal',
  start: '2026-11-22T10:00:00.000Z',
  end: '2026-11-22T10:00:00.250Z',
  status: 'ok',
  code: '',
  attributes: {},
  began: 1,
  ended: 2,
  ...more,
})

describe('the trace as a tree', () => {
  it('has each span below its parent, with its start after the goal and its duration', () => {
    const lines = tellTrace([
      span('goal accepted', null),
      span('task', 'goal accepted', { start: '2026-11-22T10:00:01.500Z', end: null }),
      span('effect', 'task', {
        start: '2026-11-22T10:00:02.000Z',
        end: '2026-11-22T10:00:04.000Z',
        attributes: { 'remit.tool': 'shop.refund_order' },
      }),
    ])
    expect(lines.slice(1).map((line) => line.replaceAll(/ +/g, ' '))).to.deep.equal([
      ' +0.000 goal accepted 250 ms',
      ' +1.500 task under way',
      ' +2.000 effect 2.0 s tool=shop.refund_order',
    ])
    expect(lines[3]).to.contain('    effect')
  })
  it('says which span failed, and why', () =>
    expect(tellTrace([span('x', null, { status: 'error', code: 'TOOL_FAILED' })])[1]).to.contain(
      'FAILED TOOL_FAILED',
    ))
  it('shows a span of the caller as being above the root', () =>
    expect(tellTrace([span('root', 'caller')])).to.have.length(2))
})
