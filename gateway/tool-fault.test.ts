import { expect } from 'chai'
import { faultIsAbsence, faultRefuses, toolFault } from './tool-fault.ts'

const text = (said: unknown) => toolFault(undefined, typeof said === 'string' ? said : JSON.stringify(said))

describe('a tool’s own error', () => {
  it('is read from structured content, from JSON in its text, and from a nested error', () => {
    const fault = { code: 'not_found', status: 404, message: 'no order 7' }
    expect(toolFault(fault, '')).to.deep.equal(fault)
    expect(text(fault)).to.deep.equal(fault)
    expect(text({ error: fault })).to.deep.equal(fault)
    expect(text({ code: 422 })).to.include({ status: 422 })
  })

  for (const said of [
    { code: 'not_refundable', status: 422 },
    { code: 'bad_request' },
    { code: 'NOT-FOUND', status: 404 },
    { status: 403 },
    { code: 'order_cancelled', status: 422 },
  ])
    it(`says for certain that nothing was done: ${JSON.stringify(said)}`, () => {
      expect(faultRefuses(text(said))).to.equal(true)
    })

  for (const said of [
    { code: 'in_progress', status: 409 },
    { code: 'idempotency_conflict', status: 409 },
    { code: 'in_progress', status: 422 },
    { code: 'internal', status: 500 },
    { status: 409 },
    { status: 408 },
    { status: 503 },
    { code: 'gateway_timeout' },
    { code: 'unknown_error' },
    { code: 'cancelled' },
    'Error: connect ECONNRESET 10.0.0.7:5432',
    'Invalid amount',
    '',
  ])
    it(`leaves it open whether it was done: ${JSON.stringify(said)}`, () => {
      expect(faultRefuses(text(said))).to.equal(false)
    })

  it('is absence only when it says that there is no such record', () => {
    expect(faultIsAbsence(text({ code: 'not_found', status: 404 }))).to.equal(true)
    expect(faultIsAbsence(text({ code: 'refund_not_found' }))).to.equal(true)
    expect(faultIsAbsence(text({ status: 404 }))).to.equal(true)
    expect(faultIsAbsence(text('not_found: no refund'))).to.equal(true)
    expect(faultIsAbsence(text('the database was not found'))).to.equal(false)
    expect(faultIsAbsence(text({ code: 'forbidden', status: 404 }))).to.equal(false)
  })
})
