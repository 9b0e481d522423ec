import { expect } from 'chai'
import type { Halt } from '../contracts/platform.ts'
import { haltedBy } from './halted-by.ts'

const halt = (scope: string, reads = false): Halt => ({
  id: 'h1',
  scope,
  reads,
  at: '2026-01-01T00:00:00.000Z',
  by: 'ada',
})
const target = { tool: 'shop.refund_order', goal: 'g1', agent: 'support', workflow: 'refunds' }

describe('haltedBy', () => {
  for (const scope of [
    'everything',
    'tool:shop.refund_order',
    'system:shop',
    'goal:g1',
    'agent:support',
    'workflow:refunds',
  ])
    it(`stops a write under ${scope}, and a read only where the halt says so`, () => {
      expect(haltedBy([halt(scope)], target, 'write')?.scope).to.equal(scope)
      expect(haltedBy([halt(scope)], target, 'read')).to.equal(undefined)
      expect(haltedBy([halt(scope, true)], target, 'read')?.scope).to.equal(scope)
    })

  it('stops a part with the goal that it is a part of, and not the other way round', () => {
    const part = { ...target, goal: 'g1/2' }
    for (const scope of ['goal:g1', 'goal:g1/2'])
      expect(haltedBy([halt(scope)], part, 'write')?.scope).to.equal(scope)
    expect(haltedBy([halt('goal:g1/1')], part, 'write')).to.equal(undefined)
    expect(haltedBy([halt('goal:g1/2')], target, 'write')).to.equal(undefined)
  })

  it('lets pass what another scope names', () => {
    const others = ['tool:shop.get_order', 'system:crm', 'goal:g2', 'agent:finance', 'workflow:other']
    expect(
      haltedBy(
        others.map((scope) => halt(scope, true)),
        target,
        'write',
      ),
    ).to.equal(undefined)
  })
})
