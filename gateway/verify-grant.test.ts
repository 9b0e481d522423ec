import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { expect } from 'chai'
import { RemitError } from '../contracts/errors.ts'
import { verifyGrant } from './verify-grant.ts'

const keys = generateKeyPairSync('ed25519')
const pem = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const now = Date.parse('2026-01-01T12:00:00.000Z')
const grant = {
  goal: 'g1',
  task: 't1',
  attempt: 1,
  agent: 'support',
  worker: 'w1',
  workflow: 'refunds',
  read: ['shop.get_order'],
  write: [],
  until: '2026-01-01T13:00:00.000Z',
}
const signed = (content: object, key: KeyObject = keys.privateKey): string => {
  const bytes = Buffer.from(JSON.stringify(content))
  return `${bytes.toString('base64url')}.${sign(null, bytes, key).toString('base64url')}`
}
const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'none'
  } catch (error) {
    return error instanceof RemitError ? error.code : 'other'
  }
}

describe('verifyGrant', () => {
  it('gives the grant that the supervisor signed', () => {
    expect(verifyGrant(signed(grant), pem, 'support', now)).to.deep.equal(grant)
  })

  const other = generateKeyPairSync('ed25519').privateKey
  const widened = Buffer.from(JSON.stringify({ ...grant, write: ['shop.refund_order'] })).toString(
    'base64url',
  )
  const cases: Record<string, [string, string, number]> = {
    'signed by another key': [signed(grant, other), 'support', now],
    'whose content was changed': [`${widened}.${signed(grant).split('.')[1]}`, 'support', now],
    'used by another agent': [signed(grant), 'triage', now],
    'past its deadline': [signed({ ...grant, until: '2026-01-01T11:59:59.999Z' }), 'support', now],
    'at its deadline': [signed({ ...grant, until: '2026-01-01T12:00:00.000Z' }), 'support', now],
    'that says more than a grant may': [signed({ ...grant, all: true }), 'support', now],
    'without a signature': [signed(grant).split('.')[0] ?? '', 'support', now],
    'that is empty': ['', 'support', now],
  }
  for (const [name, [text, agent, at]] of Object.entries(cases))
    it(`refuses a grant ${name}`, () => {
      expect(codeOf(() => verifyGrant(text, pem, agent, at))).to.equal('BAD_GRANT')
    })
})
