import { z } from 'zod'
import { canonicalArgs } from '../../contracts/canonical-args.ts'
import { RemitError } from '../../contracts/errors.ts'
import { FactRead } from '../../contracts/tools.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Goal } from '../decider/state.ts'
import type { Decide } from '../decider/person-commands.ts'
import type { Deps } from '../deps.ts'
import type { Built } from '../record/handle.ts'
import { goalView, judgeCall, ledgerKeyOf } from '../effects/judge-effect.ts'
import { keyOf } from '../policy/key-of.ts'
import { priorOf } from '../effects/prior-of.ts'
import { reserveEffect } from '../effects/reserve-effect.ts'
import { toolArguments } from '../effects/tool-arguments.ts'

/**
 * A person's edit of a call, judged on the facts of the request: `allow`, the amount, and the goal's own cap. When it
 * runs, everything is judged once more on fresh facts.
 */
export const editFor = async (
  deps: Deps,
  control: ControlState,
  goal: Goal,
  approvalId: string,
  given: Record<string, unknown>,
  at: string,
): Promise<{
  edit: NonNullable<Decide['edit']>
  release: NonNullable<Built['release']>
} | null> => {
  const approval = goal.approvals[approvalId]
  const effect = approval === undefined ? undefined : goal.effects[approval.effect]
  // An unknown or closed approval is refused by the decider, which says why.
  if (!approval || approval.status !== 'open' || !effect) return null
  const { tool, agent } = effect
  const schema = control.taken.get(tool)?.inputSchema
  if (!schema) throw new RemitError('UNKNOWN_TOOL', { tool })
  const args = z.record(z.string(), z.unknown()).parse(canonicalArgs(given, schema))
  const issues = toolArguments(schema, args)
  if (issues.length > 0) throw new RemitError('BAD_ARGUMENTS', { tool, issues })
  const facts =
    effect.facts === null ? [] : z.array(FactRead).parse(await deps.store.getTrail(goal.id, effect.facts))
  const key = await ledgerKeyOf(deps, goal.id, effect.key)
  // What is edited stays the same effect: its row, its id and its priors are those of this key.
  const write = deps.policies.of(control, goal.policy).workflows.get(goal.workflow)?.writes.get(tool)
  const edited = write === undefined ? null : keyOf(write, { args, goal: await goalView(deps, goal) })
  if (edited !== null && (!edited.ok || edited.value !== key))
    throw new RemitError('BAD_ARGUMENTS', { tool, key: 'an edit may not make it another effect; reject it' })
  const { prior, settled } = await priorOf(deps, tool, key, goal.id, at, [])
  const judged = await judgeCall(deps, control, goal, { tool, args, facts, prior, now: at })
  if (judged.kind !== 'judged')
    throw new RemitError('NOT_ALLOWED', { tool, reason: 'the edit needs other facts' })
  const asked = { goal, control, effect: effect.id, agent, tool, args, key, facts, settled, at }
  const { reserve, release } = reserveEffect(deps, asked)
  const reserved = judged.judgement.allow
    ? await reserve({
        amount: judged.judgement.amount,
        scope: 'goal',
        holder: `${approvalId}.edit`,
        release: approval.hold,
        key: false,
      })
    : null
  const ledger = reserved?.ledger ?? { ok: true as const, holder: '', warned: [], reservations: [] }
  return {
    edit: {
      args: (await deps.store.putTrail(goal.id, args)).digest,
      judgement: judged.judgement,
      ledger,
    },
    release,
  }
}
