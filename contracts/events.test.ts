import { expect } from 'chai'
import * as fc from 'fast-check'
import type { Envelope } from './envelope.ts'
import { draft, eventSchemas, eventToken, readControlEvent, readGoalEvent } from './events.ts'
import { controlEvents } from './events/control-events.ts'

const digest = 'a'.repeat(64)
const place = {
  id: 'g_1@3',
  goal: 'g_1',
  version: 3,
  at: '2026-11-23T12:00:00.000Z',
  by: { kind: 'person' as const, id: 'ann' },
  cause: 'c1',
  traceparent: '',
  prev: '',
  hash: '',
}
const flagged = { type: 'Flagged' as const, data: { person: 'ann', note: digest } }
const stored = (over: Partial<Envelope> = {}): Envelope => ({ ...draft(flagged), ...place, ...over })
const codeOf = (envelope: Envelope, read: (one: Envelope) => unknown = readGoalEvent): string => {
  try {
    read(envelope)
    return ''
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

describe('events', () => {
  it('come back from the store as they were decided, with their place', () => {
    const { hash, prev, ...rest } = place
    expect(readGoalEvent(stored())).to.deep.equal({ ...flagged, meta: { ...rest, hash, prev } })
  })
  it('are refused where their type or version is not known: upgrade first', () => {
    expect(codeOf(stored({ type: 'GoalPraised' }))).to.equal('UNKNOWN_VERSION')
    expect(codeOf(stored({ v: 2 }))).to.equal('UNKNOWN_VERSION')
    expect(codeOf(stored({ type: 'toString' }))).to.equal('UNKNOWN_VERSION')
  })
  it('are refused as broken where a field is missing, foreign or of another type', () => {
    for (const data of [
      { person: 'ann' },
      { ...flagged.data, extra: 1 },
      { person: 'ann', note: 'free text' },
    ])
      expect(codeOf(stored({ data }))).to.equal('RECORD_BROKEN')
  })
  it('belong to one kind of log', () => {
    expect(codeOf(stored({ goal: 'control/acme' }), readControlEvent)).to.equal('UNKNOWN_VERSION')
    const lifted = { type: 'Lifted', v: 1, data: { halt: 'h1', person: 'ann', note: '' } }
    expect(codeOf(stored(lifted), readControlEvent)).to.equal('')
    expect(codeOf(stored(lifted))).to.equal('UNKNOWN_VERSION')
    expect(Object.keys(eventSchemas).filter((type) => type in controlEvents)).to.deep.equal([])
  })
  it('take nothing else than what their schema says, whatever the store holds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(eventSchemas)),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (type, data) => {
          expect(codeOf(stored({ type, data }))).to.equal('RECORD_BROKEN')
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('the name of an event for clients', () => {
  it('is the record’s name in kebab-case, `Goal` left off', () => {
    const named = Object.keys(eventSchemas).map(eventToken)
    expect(new Set(named).size, 'no two events share a name').to.equal(named.length)
    expect(named).to.include.members([
      'accepted',
      'routed',
      'task-assigned',
      'task-started',
      'task-parked',
      'task-unclaimed',
      'attempt-failed',
      'handed-off',
      'split',
      'child-ended',
      'delegated',
      'delegate-ended',
      'outcome-received',
      'check-failed',
      'effect-refused',
      'effect-started',
      'effect-done',
      'effect-failed',
      'effect-unknown',
      'effect-by-person',
      'approval-requested',
      'approval-reminded',
      'approval-edited',
      'approval-granted',
      'approval-rejected',
      'approval-void',
      'budget-warned',
      'topped-up',
      'budget-exhausted',
      'escalated',
      'escalation-reminded',
      'resumed',
      'resolved',
      'cancel-requested',
      'deadline-passed',
      'command-refused',
      'flagged',
      'ended',
    ])
    for (const name of named) expect(name).to.match(/^[a-z]+(-[a-z]+)*$/)
  })
})
