import { expect } from 'chai'
import { RemitError } from '../contracts/errors.ts'
import type { ErrorCode } from '../contracts/errors.ts'
import { judgeFailure } from './redelivery.ts'

const judge = (code: ErrorCode, at: { deliveries?: number; tries?: number; heldMs?: number } = {}) =>
  judgeFailure(new RemitError(code), { deliveries: 1, tries: 0, heldMs: 0, random: 0.5, ...at })

describe('judgeFailure', () => {
  it('makes a dead letter at once of what can never succeed', () => {
    expect(judge('SCHEMA')).to.deep.equal({ do: 'dead' })
  })

  it('gives a message back with a growing delay, five times in all', () => {
    expect([1, 2, 3, 4, 5].map((deliveries) => judge('INTERNAL', { deliveries }))).to.deep.equal([
      { do: 'again', delayMs: 250 },
      { do: 'again', delayMs: 500 },
      { do: 'again', delayMs: 1000 },
      { do: 'again', delayMs: 2000 },
      { do: 'dead' },
    ])
  })

  it('holds a message while the store is away, so that no delivery is used up', () => {
    expect(judge('STORE_UNREACHABLE')).to.deep.equal({ do: 'hold', delayMs: 200 })
    expect(judge('STORE_UNREACHABLE', { deliveries: 5, tries: 20 })).to.deep.equal({
      do: 'hold',
      delayMs: 10_000,
    })
  })

  it('never loses a message that is in order, however long something else is away', () => {
    for (const code of ['NATS_UNREACHABLE', 'STORE_UNREACHABLE', 'NOT_READY', 'VERSION_CONFLICT'] as const) {
      expect(judge(code, { heldMs: 600_000 }), code).to.deep.equal({ do: 'again', delayMs: 250 })
      const last = judge(code, { heldMs: 86_400_000, deliveries: 5, tries: 90 })
      expect(last, code).to.deep.equal({ do: 'hold', delayMs: 10_000 })
    }
  })

  it('holds for ever no message that may itself be to blame', () => {
    expect(judge('TIMEOUT', { heldMs: 600_000 })).to.deep.equal({ do: 'again', delayMs: 250 })
    expect(judge('TIMEOUT', { heldMs: 600_000, deliveries: 5 })).to.deep.equal({ do: 'dead' })
  })

  it('offers what a newer release wrote to other replicas, then holds it', () => {
    expect(judge('UNKNOWN_VERSION', { deliveries: 1 })).to.deep.equal({ do: 'again', delayMs: 2000 })
    expect(judge('UNKNOWN_VERSION', { deliveries: 3 })).to.deep.equal({ do: 'again', delayMs: 8000 })
    expect(judge('UNKNOWN_VERSION', { deliveries: 4 })).to.deep.equal({ do: 'hold', delayMs: 200 })
    expect(judge('UNKNOWN_VERSION', { deliveries: 4, heldMs: 600_000 })).to.deep.equal({ do: 'dead' })
  })
})
