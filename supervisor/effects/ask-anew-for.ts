import { z } from 'zod'
import { canonicalArgs } from '../../contracts/canonical-args.ts'
import { FactRead } from '../../contracts/tools.ts'
import type { AskAnew } from '../decider/ask-anew.ts'
import { openApprovals, type Approval, type Effect, type Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import type { Built } from '../record/handle.ts'
import { putText, putWhy } from '../record/trail-text.ts'
import { approvalId } from './effect-id.ts'
import { argsOf, judgeCall, ledgerKeyOf } from './judge-effect.ts'
import { priorOf } from './prior-of.ts'
import { reserveEffect } from './reserve-effect.ts'
import { toolArguments } from './tool-arguments.ts'
import { withReserved } from './with-reserved.ts'

const staleOf = (goal: Goal, tool: string, hash: string): { approval: Approval; effect: Effect }[] =>
  openApprovals(goal).flatMap((approval) => {
    const effect = goal.effects[approval.effect]
    return effect?.tool === tool && approval.definition !== hash ? [{ approval, effect }] : []
  })

const build = async (deps: Deps, state: Goal, stale: string, hash: string): Promise<Built | null> => {
  const approval = state.approvals[stale]
  const effect = approval && state.effects[approval.effect]
  if (!approval || !effect || approval.status !== 'open') return null
  const { store } = deps
  const { tool, agent } = effect
  const control = await deps.control.fresh()
  const at = deps.now()
  const schema = control.taken.get(tool)?.inputSchema ?? {}
  const args = z
    .record(z.string(), z.unknown())
    .parse(canonicalArgs(await argsOf(deps, state.id, effect.args), schema))
  const unfit = toolArguments(schema, args).join('; ')
  const facts =
    effect.facts === null ? [] : z.array(FactRead).parse(await store.getTrail(state.id, effect.facts))
  const key = await ledgerKeyOf(deps, state.id, effect.key)
  const { prior, settled } = await priorOf(deps, tool, key, state.id, at, [])
  const judged = await judgeCall(deps, control, state, { tool, args, facts, prior, now: at })
  const said = judged.kind === 'judged' ? judged.sentence : `${tool} now needs other facts`
  const sentence = unfit === '' ? said : `${tool} no longer takes this call: ${unfit}`
  let current: AskAnew = {
    type: 'AskAnew',
    at,
    stale,
    effect: effect.id,
    approval: approvalId(effect.id, state.version),
    definition: hash,
    policies: [...new Set([control.policy, state.policy])],
    facts: effect.facts,
    judgement: judged.kind === 'judged' ? judged.judgement : null,
    unfit,
    message: await putText(store, state.id, sentence),
    why: await putWhy(store, state.id, { sentence: `${tool}: ${sentence}`, fact: args }),
    ledger: null,
  }
  const asked = { goal: state, control, effect: effect.id, agent, tool, args, key, facts, settled, at }
  const { reserve, release } = reserveEffect(deps, asked)
  return {
    command: current,
    reserve,
    release,
    with: async (reserved) => (current = await withReserved(deps, state.id, current, reserved)),
  }
}

/** Every open approval of this tool that is bound to another definition, in every goal, is asked anew. */
export const askAnewFor = async (deps: Deps, tool: string, hash: string): Promise<void> => {
  const waiting = await deps.store.inbox({ kind: 'approval' })
  for (const id of new Set(waiting.map(({ goal }) => goal))) {
    const goal = await deps.cache.load(id)
    if (goal === null) continue
    for (const { approval } of staleOf(goal, tool, hash))
      await deps.handle({
        goal: id,
        cause: `anew-${approval.id}-${hash.slice(0, 24)}`,
        by: { kind: 'supervisor', id: 'supervisor' },
        traceparent: goal.traceparent,
        build: async (state) => (state === null ? null : build(deps, state, approval.id, hash)),
      })
  }
}
