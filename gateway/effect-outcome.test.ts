import { expect } from 'chai'
import type { FactRead } from '../contracts/tools.ts'
import { effectAnswer, effectStatus } from './effect-outcome.ts'

const refused = { kind: 'refused', code: 'TOOL_FAILED', message: 'no', fault: 'x', said: {} } as const
const unsent = { kind: 'unsent', code: 'SYSTEM_DOWN', message: 'ECONNREFUSED' } as const
const unclear = { kind: 'unclear', code: 'TOOL_TIMEOUT', message: 'late' } as const
const fact: FactRead = { as: 'verify', tool: 'shop.get_refund', args: {}, at: '2026-01-01T00:00:00.000Z' }

describe('what an outcome says of its effect', () => {
  it('is done after an answer, failed after a refusal, unclear after silence', () => {
    expect(effectStatus({ kind: 'answered', value: 1 }, false)).to.deep.equal({ status: 'done', value: 1 })
    expect(effectStatus(refused, false).status).to.equal('failed')
    expect(effectStatus(unclear, false).status).to.equal('unclear')
  })

  it('is failed when a first claim was never sent, but unclear when a repeat was not: the first may have been done', () => {
    expect(effectStatus(unsent, false).status).to.equal('failed')
    expect(effectStatus(unsent, true).status).to.equal('unclear')
  })

  it('tells the agent a result only when the verify read could be read', () => {
    const done = { status: 'done', value: 1 } as const
    expect(effectAnswer('e1', done, undefined)).to.include({ status: 'result' })
    expect(effectAnswer('e1', done, { ...fact, value: 1, hash: 'h' })).to.include({ status: 'result' })
    const unread = { ...fact, error: { code: 'TOOL_FAILED', message: 'not_found' } }
    expect(effectAnswer('e1', done, unread)).to.deep.equal({ status: 'waiting', effect: 'e1' })
    expect(effectAnswer('e1', { status: 'unclear' }, undefined)).to.deep.equal({
      status: 'waiting',
      effect: 'e1',
    })
    expect(effectAnswer('e1', { status: 'failed' }, undefined)).to.include({ status: 'error' })
  })
})
