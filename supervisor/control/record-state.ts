import type { ControlEvent, Recorded } from '../../contracts/events.ts'
import type { recordEvents } from '../../contracts/events/record-events.ts'

/** What was done to the record itself, as far as it decides what happens next. */
export type RecordState = {
  /** ordered and not yet finished, by erasure */
  erasing: ReadonlyMap<string, { subject: string; goals: readonly string[] }>
  /** until a person lifts it nothing is changed in any system */
  quarantine: { id: string; at: string; reason: string } | null
  /** when the last quarantine began: what was decided before may have been forgotten */
  restoredAt: string | null
  /** the rotation whose key signs heads; null: the first key */
  rotation: string | null
}

export const noRecordState: RecordState = {
  erasing: new Map(),
  quarantine: null,
  restoredAt: null,
  rotation: null,
}

export type RecordEvent = Extract<Recorded<ControlEvent>, { type: keyof typeof recordEvents }>

export const evolveRecord = (state: RecordState, event: RecordEvent): RecordState => {
  switch (event.type) {
    case 'SubjectErasing': {
      const { erasure, subject, goals } = event.data
      return { ...state, erasing: new Map([...state.erasing, [erasure, { subject, goals }]]) }
    }
    case 'SubjectErased':
      return { ...state, erasing: new Map([...state.erasing].filter(([id]) => id !== event.data.erasure)) }
    case 'Quarantined': {
      const { quarantine, reason } = event.data
      const { at } = event.meta
      return { ...state, quarantine: { id: quarantine, at, reason }, restoredAt: at }
    }
    case 'Restored':
      return { ...state, quarantine: null }
    case 'KeyRotated':
      return { ...state, rotation: event.data.rotation }
    case 'DeadRetried':
    case 'RetentionRun':
      return state
    default:
      return event satisfies never
  }
}
