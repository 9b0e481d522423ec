import { expect } from 'chai'
import { compilePolicy } from '../../supervisor/policy/compile-policy.ts'
import { emptyPolicy } from './empty-policy.ts'

describe('an empty policy', () => {
  const files = emptyPolicy({ name: 'acme', currency: 'USD', timezone: 'America/New_York' })
  it('passes the check, with no tool known and none needed', () => {
    const made = compilePolicy(files, {}, { triage: ['triage.route@1'] })
    expect(made.ok ? [] : made.faults).to.deep.equal([])
  })
  it('allows no write, moves no money, only suggests, and has no sandbox', () => {
    const made = compilePolicy(files, {})
    if (!made.ok) throw new Error('faults')
    const { workflows, systems, company } = made.policy
    expect([...workflows.keys()]).to.deep.equal(['intake'])
    for (const { policy, writes, reads } of workflows.values()) {
      expect([writes.size, reads.size]).to.deep.equal([0, 0])
      expect([policy.mode, policy.mode_ceiling]).to.deep.equal(['suggest', 'suggest'])
    }
    expect(systems).to.deep.equal([])
    expect(company.budgets.company?.money_moved).to.equal(undefined)
  })
})
