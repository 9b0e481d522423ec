import { z } from 'zod'
import { canonicalArgs } from '../../contracts/canonical-args.ts'
import { RemitError } from '../../contracts/errors.ts'
import { AuthoriseRequest, type AuthoriseAnswer } from '../../contracts/tools.ts'
import { answerFor } from './answer-for.ts'
import { claimEffectFor } from './claim-effect-for.ts'
import type { ControlState } from '../control/control-state.ts'
import { haltedBy } from '../control/control-state.ts'
import type { Propose, ProposedCall } from '../decider/effect-commands.ts'
import type { Goal, State } from '../decider/state.ts'
import { leaseSeconds } from '../decider/terms.ts'
import type { Deps } from '../deps.ts'
import { approvalId, effectBase, effectId } from './effect-id.ts'
import type { Ask, Built } from '../record/handle.ts'
import { bothPolicies, goalView, judgeCall, stateOf } from './judge-effect.ts'
import { keyOf } from '../policy/key-of.ts'
import { nameSubject } from './name-subject.ts'
import { priorOf } from './prior-of.ts'
import { reserveEffect } from './reserve-effect.ts'
import { serveCalls } from './serve-calls.ts'
import { isForgotten } from '../record/is-forgotten.ts'
import { putText, putWhy } from '../record/trail-text.ts'
import { withReserved } from './with-reserved.ts'

type Proposal = Extract<AuthoriseRequest, { op: 'propose' | 'facts' }>
const plus = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1000).toISOString()

/** The call under the names by which it is known: its key, its effect id, its canonical arguments. */
const callOf = async (
  deps: Deps,
  control: ControlState,
  goal: Goal,
  asked: Proposal,
  args: Record<string, unknown>,
): Promise<{ call: ProposedCall; key: string } | { error: string }> => {
  const write = bothPolicies(deps, control, goal)[0]?.workflows.get(goal.workflow)?.writes.get(asked.tool)
  const view = await goalView(deps, goal)
  const key =
    write === undefined
      ? { ok: true as const, value: JSON.stringify(args) }
      : keyOf(write, { args, goal: view })
  if (!key.ok) return { error: key.error.message }
  const keyDigest = (await deps.store.putTrail(goal.id, { tool: asked.tool, key: key.value })).digest
  const base = effectBase(asked.tool, keyDigest)
  const ordinal = goal.ordinals[base] ?? 1
  return {
    key: key.value,
    call: {
      effect: effectId(goal.id, asked.tool, keyDigest, ordinal),
      base,
      ordinal,
      task: asked.task,
      attempt: asked.attempt,
      agent: asked.agent,
      tool: asked.tool,
      args: (await deps.store.putTrail(goal.id, args)).digest,
      key: keyDigest,
      facts: null,
    },
  }
}

type Round = { reads: AuthoriseAnswer | null; call: ProposedCall | null; sentence: string }

const buildPropose =
  (deps: Deps, asked: Proposal, round: Round): Ask['build'] =>
  async (state: State): Promise<Built | null> => {
    if (state === null) throw new RemitError('UNKNOWN_GOAL', { goal: asked.goal })
    const { store } = deps
    const control = await deps.control.fresh()
    const at = deps.now()
    const schema = control.taken.get(asked.tool)?.inputSchema
    const args = z
      .record(z.string(), z.unknown())
      .parse(schema === undefined ? asked.args : canonicalArgs(asked.args, schema))
    const facts = asked.op === 'facts' ? asked.facts : []
    const made = await callOf(deps, control, state, asked, args)
    if ('error' in made) throw new RemitError('BAD_ARGUMENTS', { tool: asked.tool, key: made.error })
    const { key } = made
    const factsDigest = facts.length === 0 ? null : (await store.putTrail(state.id, facts)).digest
    const call = { ...made.call, facts: factsDigest }
    round.call = call
    const { prior, settled, settledAfterFacts } = await priorOf(deps, asked.tool, key, state.id, at, facts)
    const judged = await judgeCall(deps, control, state, { tool: asked.tool, args, facts, prior, now: at })
    if (judged.kind === 'judged') await nameSubject(deps, control, state, { tool: asked.tool, args, facts })
    round.reads = judged.kind === 'read' ? { do: 'read', reads: judged.reads } : null
    round.sentence = judged.kind === 'judged' ? judged.sentence : ''
    const sentence =
      judged.kind === 'judged'
        ? judged.sentence
        : `${asked.tool} is not given to ${asked.agent} by ${state.workflow}`
    const command: Propose = {
      type: 'Propose',
      at,
      call,
      worker: asked.worker,
      gateway: asked.gateway,
      definition: asked.definition,
      definitionAccepted: control.accepted.get(asked.tool) === asked.definition,
      halted:
        haltedBy(control.halts, {
          goal: state.id,
          workflow: state.workflow,
          agent: asked.agent,
          tool: asked.tool,
        }) !== undefined,
      listed: judged.kind !== 'unlisted',
      judgement: judged.kind === 'judged' ? judged.judgement : null,
      prior: { count: prior.count, held: false, settledAfterFacts },
      forgotten: isForgotten(control, state, call.effect),
      state: await stateOf(deps, state.id, facts),
      policies: [...new Set([control.policy, state.policy])],
      until: plus(at, leaseSeconds),
      approval: approvalId(call.effect, state.version),
      message: await putText(store, state.id, sentence),
      why: await putWhy(store, state.id, { sentence: `${asked.tool}: ${sentence}`, fact: args }),
      ledger: null,
    }
    const { reserve, release } = reserveEffect(deps, {
      goal: state,
      control,
      effect: call.effect,
      agent: asked.agent,
      tool: asked.tool,
      args,
      key,
      facts,
      settled,
      at,
    })
    // What was answered before stays: a key that is held asks a person, whatever the ledger says after it.
    let current = command
    return {
      command,
      reserve,
      release,
      with: async (reserved) => (current = await withReserved(deps, state.id, current, reserved)),
    }
  }

const proposeFor = async (deps: Deps, asked: Proposal): Promise<AuthoriseAnswer> => {
  const round: Round = { reads: null, call: null, sentence: '' }
  const facts = asked.op === 'facts' ? asked.facts.length : 0
  const handled = await deps.handle({
    goal: asked.goal,
    cause: asked.id,
    by: { kind: 'gateway', id: asked.gateway },
    traceparent: '',
    build: buildPropose(deps, asked, round),
  })
  if (handled.answer.kind === 'reread') {
    if (round.reads) return round.reads
    // Something settled after these facts were read: they are read again, in a round of their own.
    if (facts > 0) return { do: 'later', code: 'FACTS_OLD' }
  }
  return answerFor(deps, handled, {
    effect: round.call?.effect ?? null,
    gateway: asked.gateway,
    sentence: round.sentence,
  })
}

/** `remit.authorise`: the gateway asks before anything is changed, in rounds; the record answers. */
export const serveAuthorise =
  (deps: Deps) =>
  async (data: unknown): Promise<AuthoriseAnswer> => {
    const parsed = AuthoriseRequest.safeParse(data)
    if (!parsed.success) throw new RemitError('SCHEMA', { issues: z.prettifyError(parsed.error) })
    const asked = parsed.data
    switch (asked.op) {
      case 'propose':
      case 'facts':
        return proposeFor(deps, asked)
      case 'claim':
        return claimEffectFor(deps, asked)
      case 'extend': {
        const state = await deps.cache.load(asked.goal)
        const effect = state?.effects[asked.effect]
        if (
          !effect ||
          effect.status !== 'executing' ||
          effect.claim !== asked.claim ||
          effect.gateway !== asked.gateway
        )
          return { do: 'drop', code: 'OLD_ATTEMPT' }
        const until = plus(deps.now(), leaseSeconds)
        const moved = await deps.store.moveTimer(
          `${asked.goal}/effect-lease.${asked.effect}.${asked.claim}`,
          until,
        )
        return moved ? { do: 'extended', until } : { do: 'drop', code: 'OLD_ATTEMPT' }
      }
      case 'calls':
        return serveCalls(deps, asked)
      default:
        return asked satisfies never
    }
  }
