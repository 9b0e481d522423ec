import type { InboxEntry } from '../../contracts/http/inbox.ts'
import { coverageOf } from '../../contracts/measures/coverage.ts'
import { wilson } from '../../contracts/measures/wilson.ts'
import type { ControlState } from '../record/control-state.ts'

/** Workflows that have earned the next mode, each waiting for its owner. */
export const promotionEntries = (control: ControlState, role: string | undefined): InboxEntry[] =>
  control.promotions.proposals.flatMap(({ workflow, from, to, evidence }) => {
    const policy = control.policy?.workflows[workflow]
    if (policy === undefined || (role !== undefined && policy.owner !== role)) return []
    const { accepted, suggestions, people } = evidence
    const lower = wilson(accepted, suggestions)?.low ?? 0
    const sample = `${accepted} of ${suggestions} suggestions were accepted (lower 95 % bound ${lower.toFixed(4)}), decided by ${people.join(', ')}`
    return [
      {
        id: `promotion-${workflow}`,
        kind: 'promotion' as const,
        goalId: '',
        goal: null,
        workflow,
        requester: 'supervisor',
        role: policy.owner,
        since: control.promotions.at,
        due: null,
        timezone: policy.timezone ?? control.policy?.company?.timezone ?? 'UTC',
        code: to,
        why: `${workflow} has earned ${to} after ${from}: ${sample}. The sample covers ${coverageOf(evidence, policy).join('; ')}.`,
        amount: null,
        mayDecide: (control.policy?.people ?? [])
          .filter(({ roles }) => roles.includes(policy.owner))
          .map(({ id }) => id),
        votes: null,
        call: null,
        facts: [],
        rules: [],
        next: `remit promote ${workflow}`,
        escalation: null,
        approval: null,
        effects: [],
      },
    ]
  })
