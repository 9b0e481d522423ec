import type { AuthoriseAnswer, AuthoriseRequest, FactRead } from '../../contracts/tools.ts'
import { answerFor } from './answer-for.ts'
import { haltedBy } from '../control/control-state.ts'
import type { ClaimEffect } from '../decider/effect-commands.ts'
import type { Effect } from '../decider/state.ts'
import { leaseSeconds } from '../decider/terms.ts'
import type { Deps } from '../deps.ts'
import { approvalId } from './effect-id.ts'
import { argsOf, judgeCall, ledgerKeyOf, stateOf, type Judged } from './judge-effect.ts'
import { reserveEffect } from './reserve-effect.ts'
import { nameSubject } from './name-subject.ts'
import { priorOf } from './prior-of.ts'
import { isForgotten } from '../record/is-forgotten.ts'
import { putText, putWhy } from '../record/trail-text.ts'
import { withReserved } from './with-reserved.ts'

type Claiming = Extract<AuthoriseRequest, { op: 'claim' }>
const plus = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1000).toISOString()

/** Does the tool honour our key (by a probe of this definition that passed), and does it still keep it? */
const repeatable = async (
  deps: Deps,
  tool: string,
  definition: string,
  startedAt: string | null,
  keepsMs: number,
): Promise<boolean> => {
  const control = await deps.control.fresh()
  const probe = control.probes.get(tool)
  if (!probe?.passed || probe.definition !== definition || startedAt === null || keepsMs === 0) return false
  return Date.parse(deps.now()) - Date.parse(startedAt) < keepsMs
}

/** What a person reads if this claim comes to nothing. */
const sentenceFor = (workflow: string, effect: Effect, judged: Judged, asked: Claiming): string => {
  if (asked.settles !== undefined)
    return `It is not proven whether this happened (${effect.code}): the look-up by our own reference said ${asked.lookup ?? 'nothing'}. Find out in the system and record it`
  if (judged.kind === 'judged') return judged.sentence
  return judged.kind === 'unlisted' ? `${effect.tool} is no longer given by ${workflow}` : ''
}

/** An ordered effect is claimed by a gateway: everything is judged again, on facts that it has just read. */
export const claimEffectFor = async (deps: Deps, asked: Claiming): Promise<AuthoriseAnswer> => {
  let reads: AuthoriseAnswer | null = null
  let sentence = ''
  const facts: readonly FactRead[] = asked.facts
  const handled = await deps.handle({
    goal: asked.goal,
    cause: asked.id,
    by: { kind: 'gateway', id: asked.gateway },
    traceparent: '',
    build: async (state) => {
      const effect = state?.effects[asked.effect]
      if (state === null || !effect) return null
      const { store } = deps
      const control = await deps.control.fresh()
      const at = deps.now()
      const args = await argsOf(deps, state.id, effect.args)
      const key = await ledgerKeyOf(deps, state.id, effect.key)
      const { tool, agent } = effect
      const { prior, settled, settledAfterFacts } = await priorOf(deps, tool, key, state.id, at, facts)
      const judged = await judgeCall(deps, control, state, { tool, args, facts, prior, now: at })
      if (judged.kind === 'judged') await nameSubject(deps, control, state, { tool, args, facts })
      reads = judged.kind === 'read' ? { do: 'read', reads: judged.reads } : null
      sentence = sentenceFor(state.workflow, effect, judged, asked)
      const policy = deps.policies.of(control, state.policy)
      const keeps = policy.workflows.get(state.workflow)?.writes.get(tool)?.rule.idempotency?.keeps ?? 0
      const command: ClaimEffect = {
        type: 'ClaimEffect',
        at,
        effect: effect.id,
        gateway: asked.gateway,
        definition: asked.definition,
        definitionAccepted: control.accepted.get(tool) === asked.definition,
        halted:
          haltedBy(control.halts, { goal: state.id, workflow: state.workflow, agent, tool }) !== undefined,
        listed: judged.kind !== 'unlisted',
        judgement: judged.kind === 'judged' ? judged.judgement : null,
        prior: { count: prior.count, held: false, settledAfterFacts },
        forgotten: isForgotten(control, state, effect.id),
        facts: facts.length === 0 ? effect.facts : (await store.putTrail(state.id, facts)).digest,
        state: await stateOf(deps, state.id, facts),
        policies: [...new Set([control.policy, state.policy])],
        until: plus(at, leaseSeconds),
        approval: approvalId(effect.id, state.version),
        people: deps.policies
          .current(control)
          .people.map((person) => ({ id: person.id, roles: person.roles, limit: person.limit })),
        message: await putText(store, state.id, sentence),
        why: await putWhy(store, state.id, { sentence: `${tool}: ${sentence}`, fact: args }),
        ledger: null,
        settles: asked.settles ?? null,
        lookup: asked.lookup ?? null,
        // Of what was forgotten nothing is under way: where our own reference is absent, it never happened.
        repeatable:
          (effect.code === 'RESTORED' && asked.lookup === 'absent') ||
          (await repeatable(deps, tool, asked.definition, effect.startedAt, keeps)),
      }
      const { reserve, release } = reserveEffect(deps, {
        goal: state,
        control,
        effect: effect.id,
        agent,
        tool,
        args,
        key,
        facts,
        settled,
        at,
      })
      let current = command
      return {
        command,
        reserve,
        release,
        with: async (reserved) => (current = await withReserved(deps, state.id, current, reserved)),
      }
    },
  })
  if (handled.answer.kind === 'reread') return reads ?? { do: 'later', code: 'FACTS_OLD' }
  return answerFor(deps, handled, { effect: asked.effect, gateway: asked.gateway, sentence })
}
