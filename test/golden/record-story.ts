import type { ControlEvent } from '../../contracts/events.ts'

const time = '2026-11-23T11:59:00.000Z'
const subject = 'a'.repeat(64)
const before = { events: time, trail: time, checkpoints: time, dead: time }
const signed = { previous: 'first', key: 'second', byPrevious: 'sig', byKey: 'sig' }

/** What is done to the record itself. */
export const recordStory: ControlEvent[] = [
  { type: 'SubjectErasing', data: { erasure: 'c2', subject, goals: ['g_1'], person: 'ann' } },
  { type: 'SubjectErased', data: { erasure: 'c2', subject, goals: 1 } },
  { type: 'DeadRetried', data: { letter: 'd_1', subject: 'remit.intake.from.local', person: 'ann' } },
  { type: 'RetentionRun', data: { day: '2026-11-23', before, logs: [] } },
  { type: 'Quarantined', data: { quarantine: 'q_1', reason: 'restored', published: 3, kept: 2 } },
  { type: 'Restored', data: { quarantine: 'q_1', person: 'ann', note: 'compared with the bank' } },
  { type: 'KeyRotated', data: { rotation: 'r_1', ...signed, person: 'ann' } },
]
