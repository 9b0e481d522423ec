import { z } from 'zod'
import { Instant } from '../../contracts/envelope.ts'
import { eventSchemas, eventToken } from '../../contracts/events.ts'
import { controlEvents } from '../../contracts/events/control-events.ts'
import { Notice } from '../../contracts/notices.ts'
import {
  AgentCard,
  ControlBeat,
  Offer,
  OfferAnswer,
  PersonCommand,
  Rejected,
  Settings,
  SettingsRequest,
  SignedCommand,
  Submission,
  Submitted,
} from '../../contracts/platform.ts'
import { StepRecord } from '../../contracts/step-record.ts'
import {
  AuthoriseAnswer,
  AuthoriseRequest,
  CallRecord,
  EffectOrder,
  EffectResult,
  ToolAnswer,
  ToolList,
  ToolRequest,
} from '../../contracts/tools.ts'
import {
  Beaten,
  Claimed,
  Drawn,
  Grant,
  Outcome,
  Parked,
  Refusal,
  Settled,
  TaskMessage,
  TrailPart,
  WorkRequest,
} from '../../contracts/work.ts'

const byToken = (prefix: string, events: Readonly<Record<string, z.ZodType>>): [string, z.ZodType][] =>
  Object.entries(events).map(([type, data]) => [`${prefix}-${eventToken(type)}`, data])

export const goalEventNames = byToken('event', eventSchemas).map(([name]) => name)

/** Everything that crosses a process, by the name of its file in docs/schemas/. */
export const messageSchemas: Readonly<Record<string, z.ZodType>> = {
  submission: Submission,
  submitted: Submitted,
  refusal: Refusal,
  rejected: Rejected,
  'task-message': TaskMessage,
  'work-request': WorkRequest,
  claimed: Claimed,
  grant: Grant,
  beaten: Beaten,
  drawn: Drawn,
  settled: Settled,
  parked: Parked,
  outcome: Outcome,
  'tool-request': ToolRequest,
  'tool-list': ToolList,
  'tool-answer': ToolAnswer,
  'authorise-request': AuthoriseRequest,
  'authorise-answer': AuthoriseAnswer,
  'effect-order': EffectOrder,
  notice: Notice,
  'effect-result': EffectResult,
  'trail-part': TrailPart,
  'step-record': StepRecord,
  'call-record': CallRecord,
  offer: Offer,
  'offer-answer': OfferAnswer,
  'agent-card': AgentCard,
  'settings-request': SettingsRequest,
  settings: Settings,
  'control-beat': ControlBeat,
  'signed-command': SignedCommand,
  'person-command': PersonCommand,
  canary: z.strictObject({ at: Instant }),
  ...Object.fromEntries(byToken('event', eventSchemas)),
  ...Object.fromEntries(byToken('control-event', controlEvents)),
}
