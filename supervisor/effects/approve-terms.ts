import type { ApprovalTerms } from '../decider/terms.ts'
import { calendarOf } from '../policy/calendar-of.ts'
import type { CompiledPolicy, CompiledWorkflow } from '../policy/compiled-policy.ts'

/** The `approve` entry of a write tool as decide needs it; the owner's role decides where it names none. */
export const approveTerms = (
  { company }: CompiledPolicy,
  { writes, reads, policy, timezone }: CompiledWorkflow,
  tool: string,
): ApprovalTerms => {
  const write = writes.get(tool)
  const approve = write?.rule.approve
  return {
    role: approve?.role ?? policy.owner,
    separateOver: approve?.separate_over ?? null,
    alwaysOver: approve?.always_over ?? null,
    fourEyesOver: approve?.four_eyes_over ?? null,
    withinSeconds: (approve?.within ?? 0) / 1000,
    remindSeconds: approve?.remind === undefined ? null : approve.remind / 1000,
    twoAfter: (write?.rule.needs_two_after ?? []).map((name) => ({ tool: name, read: reads.has(name) })),
    then: approve?.then ?? { kind: 'escalate' },
    calendar: calendarOf(company),
    timezone,
  }
}
