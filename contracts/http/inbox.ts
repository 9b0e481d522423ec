import { z } from 'zod'
import { Money } from '../money.ts'
import { ApprovalShown, EffectShown, EscalationShown, FactShown, RuleShown } from './goal-page.ts'

/** One thing that waits for a person, with all that they need to decide it. */
export const InboxEntry = z.object({
  id: z.string(),
  kind: z.enum(['approval', 'escalation', 'review', 'promotion']),
  goalId: z.string(),
  goal: z.string().nullable(),
  workflow: z.string(),
  requester: z.string(),
  role: z.string(),
  since: z.string(),
  due: z.string().nullable(),
  /** in which its workflow reckons; times themselves are UTC */
  timezone: z.string(),
  code: z.string(),
  /** why it waits, as a sentence */
  why: z.string(),
  amount: Money.nullable(),
  /** people with the role and, where money moves, the limit; the supervisor judges again when one decides */
  mayDecide: z.array(z.string()),
  votes: z.object({ needed: z.int(), given: z.array(z.string()) }).nullable(),
  /** the exact call that would run: frozen, not an agent's prose */
  call: z
    .object({ effect: z.string(), agent: z.string(), tool: z.string(), title: z.string(), args: z.unknown() })
    .nullable(),
  facts: z.array(FactShown),
  rules: z.array(RuleShown),
  /** the command that decides it */
  next: z.string(),
  escalation: EscalationShown.nullable(),
  approval: ApprovalShown.nullable(),
  effects: z.array(EffectShown),
})
export type InboxEntry = z.infer<typeof InboxEntry>
export const Inbox = z.object({ items: z.array(InboxEntry), cursor: z.string().nullable() })
export type Inbox = z.infer<typeof Inbox>
