import type { Proposal } from '../../contracts/events/mode-events.ts'
import { missingFor } from '../../contracts/measures/evidence-of.ts'
import type { Deps } from '../deps.ts'
import { dayIn } from '../../contracts/day-in.ts'
import type { ControlState } from './control-state.ts'
import { evidenceFor } from './evidence-for.ts'
import { above, modeOf, nextMode } from './mode-of.ts'

const proposalsOf = async (deps: Deps, control: ControlState, at: string): Promise<Proposal[]> => {
  const policy = deps.policies.current(control)
  const proposals: Proposal[] = []
  for (const [workflow, { policy: own }] of policy.workflows) {
    const from = modeOf(control, policy, workflow)
    const to = from === null ? null : nextMode(from, 1)
    if (from === null || to === null || above(to, own.mode_ceiling)) continue
    const evidence = await evidenceFor(deps, control, workflow, at)
    if (missingFor(evidence).length === 0) proposals.push({ workflow, from, to, evidence })
  }
  return proposals
}

/**
 * Once a day (the company's), by whichever replica comes first after midnight or after its start: which workflows have
 * earned the next mode? The look itself is in the record, so no restart repeats it and no replica does it again.
 * Answers false where today's was made already, or the policy does not compile.
 */
export const lookForPromotions = async (deps: Deps): Promise<boolean> => {
  const control = await deps.control.fresh()
  if (control.policy === '' || deps.policies.faults(control).length > 0) return false
  const at = deps.now()
  const day = dayIn(at, deps.policies.current(control).company.timezone)
  if (control.promotions.day >= day) return false
  const proposals = await proposalsOf(deps, control, at)
  const { repeated, events } = await deps.control.append(
    `promotions-${day}`,
    { kind: 'supervisor', id: 'measures' },
    at,
    (now) => {
      // What lost its trust, or its mode, while the figures were read is not proposed on them.
      const standing = proposals.filter(
        (one) =>
          (now.lost.get(one.workflow) ?? '') <= one.evidence.since &&
          modeOf(now, deps.policies.current(now), one.workflow) === one.from,
      )
      return [{ type: 'PromotionsLooked', data: { day, proposals: standing } }]
    },
  )
  if (repeated) return false
  for (const event of events)
    if (event.type === 'PromotionsLooked' && event.data.proposals.length > 0)
      deps.log.info(
        { workflows: event.data.proposals.map((one) => one.workflow) },
        'workflows have earned the next mode: their owners may promote them',
      )
  return true
}
