import { expect } from 'chai'
import type { PolicyChange } from '../../../contracts/policy-change.ts'
import { mayApply, type Applicant, type Applying } from './may-apply.ts'

const refunds = 'workflows/refunds.yaml'
const invoices = 'workflows/invoices.yaml'
const owners = new Map([
  [refunds, 'support-lead'],
  [invoices, 'finance-lead'],
])
const change = (file: string, effect: PolicyChange['effect']): PolicyChange => ({
  file,
  field: 'x',
  before: '1',
  after: '2',
  effect,
})
const applying = (effect: PolicyChange['effect'], ...files: string[]): Applying => ({
  files,
  changes: files.map((file) => change(file, effect)),
  owners,
})
const lead: Applicant = { id: 'maria', roles: ['support-lead'] }
const other: Applicant = { id: 'omar', roles: ['support-lead'] }
const finance: Applicant = { id: 'fin', roles: ['finance-lead'] }
const agent: Applicant = { id: 'jonas', roles: ['support-agent'] }

describe('who may apply a policy', () => {
  it('lets the owner tighten alone, at once', () => {
    expect(mayApply(applying('tighter', refunds), lead, null)).to.deep.equal({ kind: 'apply' })
    expect(mayApply(applying('neutral', refunds), lead, null)).to.deep.equal({ kind: 'apply' })
  })
  it('refuses whoever does not own what changes', () => {
    const no = { kind: 'refused', code: 'NOT_YOUR_ROLE' }
    expect(mayApply(applying('tighter', refunds), agent, null)).to.deep.equal(no)
    expect(mayApply(applying('tighter', refunds), finance, null)).to.deep.equal(no)
    expect(mayApply(applying('tighter', refunds, invoices), lead, null)).to.deep.equal(no)
    expect(mayApply(applying('tighter', 'company.yaml'), agent, null)).to.deep.equal(no)
  })
  it('wants a second person for what may allow more', () => {
    expect(mayApply(applying('looser', refunds), lead, null)).to.deep.equal({ kind: 'second-person' })
    expect(mayApply(applying('looser', refunds), lead, other)).to.deep.equal({ kind: 'apply' })
  })
  it("wants a second person for the company's files, whatever they say", () => {
    for (const file of ['company.yaml', 'people.yaml', 'systems.yaml', 'models.yaml'])
      expect(mayApply(applying('tighter', file), lead, null), file).to.deep.equal({ kind: 'second-person' })
    expect(mayApply(applying('neutral', 'people.yaml'), lead, finance)).to.deep.equal({ kind: 'apply' })
  })
  it('never takes one person for two, nor one without an owner role as the second', () => {
    expect(mayApply(applying('looser', refunds), lead, lead)).to.deep.equal({
      kind: 'refused',
      code: 'OWN_REQUEST',
    })
    expect(mayApply(applying('looser', refunds), lead, agent)).to.deep.equal({
      kind: 'refused',
      code: 'NOT_YOUR_ROLE',
    })
  })
  it("wants every changed workflow's owner among the two", () => {
    expect(mayApply(applying('looser', refunds, invoices), lead, finance)).to.deep.equal({ kind: 'apply' })
    expect(mayApply(applying('looser', refunds, invoices), lead, other)).to.deep.equal({
      kind: 'refused',
      code: 'NOT_YOUR_ROLE',
    })
  })
  it('takes a new workflow for a change that may allow more, whoever it says owns it', () => {
    const added = applying('looser', 'workflows/new.yaml')
    expect(mayApply(added, agent, null)).to.have.property('code', 'NOT_YOUR_ROLE')
    expect(mayApply(added, lead, null)).to.deep.equal({ kind: 'second-person' })
    expect(mayApply(added, lead, other)).to.deep.equal({ kind: 'apply' })
  })
})
