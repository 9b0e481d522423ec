import { z } from 'zod'
import type { Money } from '../../contracts/money.ts'
import type { Judgement as Ruling } from '../../contracts/policy.ts'
import type { FactRead, OrderedRead } from '../../contracts/tools.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Effect, Goal } from '../decider/state.ts'
import type { ApprovalTerms, Judgement } from '../decider/terms.ts'
import type { Deps } from '../deps.ts'
import type { CompiledPolicy } from '../policy/compiled-policy.ts'
import type { FactValues, GoalView } from '../policy/facts-given.ts'
import { factReads } from '../policy/fact-reads.ts'
import { judgeAll } from '../policy/judge-all.ts'
import { rulesForAll } from '../policy/rules-for.ts'
import { approveTerms } from './approve-terms.ts'
import { strictestMode, strictestTerms } from './strictest-terms.ts'
import { lookupRead, verifyHolds, verifyRead } from '../policy/verify.ts'

type Args = Record<string, unknown>
const ArgsShape = z.record(z.string(), z.unknown())
export type Prior = { count: number; amount: Money | null }

export const goalView = async ({ store }: Pick<Deps, 'store'>, goal: Goal): Promise<GoalView> => ({
  id: goal.id,
  workflow: goal.workflow,
  source: goal.source,
  requester: goal.person ?? goal.account,
  submitted: goal.at,
  payload:
    goal.payload === null
      ? {}
      : z.object({ payload: z.unknown() }).parse(await store.getTrail(goal.id, goal.payload)).payload,
})

export const argsOf = async ({ store }: Pick<Deps, 'store'>, goal: string, digest: string): Promise<Args> =>
  ArgsShape.parse(await store.getTrail(goal, digest))

const Key = z.object({ tool: z.string(), key: z.string() })
/** The ledger's row of a tool and key is shared by all goals, so it is named by the key itself. */
export const ledgerKeyOf = async (
  { store }: Pick<Deps, 'store'>,
  goal: string,
  digest: string,
): Promise<string> => Key.parse(await store.getTrail(goal, digest)).key

/** Facts as the gateway read them, by the name under which a rule knows them; null where one could not be read. */
export const valuesOf = (facts: readonly FactRead[]): FactValues | null =>
  facts.some((fact) => fact.error !== undefined)
    ? null
    : Object.fromEntries(facts.map((fact) => [fact.as, fact.value]))

/**
 * The state of the records that an effect is judged on: what a settlement compares. Under the goal's key, as a plain
 * digest of facts could be guessed when the facts themselves are long erased.
 */
export const stateOf = async (
  { store }: Pick<Deps, 'store'>,
  goal: string,
  facts: readonly FactRead[],
): Promise<string> =>
  (
    await store.stageTrail(
      goal,
      facts.map((fact) => [fact.as, fact.value ?? null]),
    )
  ).digest

/** The policies that must both admit an effect: the one that the goal was routed under, and the current one. */
export const bothPolicies = (deps: Deps, control: ControlState, goal: Goal): CompiledPolicy[] => {
  const pinned = deps.policies.of(control, goal.policy)
  return goal.policy === control.policy ? [pinned] : [pinned, deps.policies.current(control)]
}

export const arrivalOf = (view: GoalView): { source: string; requester: string; payload: unknown } => ({
  source: view.source,
  requester: view.requester,
  payload: view.payload,
})

export type Judged =
  | { kind: 'unlisted' }
  | { kind: 'read'; reads: OrderedRead[] }
  | { kind: 'judged'; judgement: Judgement; sentence: string }

/** What was done in the goal, in order: all that a template may say of it. */
const doneIn = (goal: Goal): { id: string; tool: string; amount: Money | null }[] =>
  goal.done.flatMap((id) => {
    const effect = goal.effects[id]
    return effect === undefined ? [] : [{ id, tool: effect.tool, amount: effect.amount }]
  })

const codeOf = (ruling: Ruling): string =>
  ruling.allow ? '' : ruling.error === undefined ? 'NOT_ALLOWED' : 'RULE_ERROR'
const sentenceOf = (ruling: Ruling): string =>
  ruling.allow ? ruling.rule : (ruling.failed?.sentence ?? ruling.error?.message ?? ruling.rule)

/**
 * Judges one call under every policy that counts, on what was read so far: which reads are still wanted, or what the
 * rules say. The strictest answer wins, in approval terms and mode too.
 */
export const judgeCall = async (
  deps: Deps,
  control: ControlState,
  goal: Goal,
  call: { tool: string; args: Args; facts: readonly FactRead[]; prior: Prior; now: string },
): Promise<Judged> => {
  const view = await goalView(deps, goal)
  const policies = bothPolicies(deps, control, goal)
  const rules = rulesForAll(policies, goal.workflow, call.tool, arrivalOf(view))
  if (rules.length === 0) return { kind: 'unlisted' }
  const pairs = policies.flatMap((policy) => {
    const workflow = policy.workflows.get(goal.workflow)
    return workflow === undefined ? [] : [{ policy, workflow }]
  })
  const workflows = pairs.map(({ workflow }) => workflow)
  const approve = (amount: Money | null): ApprovalTerms =>
    strictestTerms(
      amount,
      pairs.map(({ policy, workflow }) => approveTerms(policy, workflow, call.tool)),
    )
  const set = control.modes.get(goal.workflow)
  // A mode that was set stands, but never above a ceiling that was lowered since.
  const mode = strictestMode([
    ...(set === undefined ? workflows.map(({ policy }) => policy.mode) : [set]),
    ...workflows.map(({ policy }) => policy.mode_ceiling),
  ])
  const no = (code: string, sentence: string): Judged => ({
    kind: 'judged',
    judgement: {
      allow: false,
      lowRisk: false,
      sendsFreely: true,
      amount: null,
      code,
      approve: approve(null),
      mode,
    },
    sentence,
  })
  const facts = valuesOf(call.facts)
  if (facts === null) {
    const broken = call.facts.find((fact) => fact.error !== undefined)
    return no(
      'FACTS_UNREADABLE',
      `${broken?.as ?? 'a fact'} could not be read: ${broken?.error?.message ?? ''}`,
    )
  }
  const wanted = factReads(rules, { args: call.args, goal: view, facts })
  if (!wanted.ok) return no('RULE_ERROR', wanted.error.message)
  if (wanted.value.length > 0) return { kind: 'read', reads: wanted.value }
  const { args, now, prior } = call
  const ruling = judgeAll(rules, { args, goal: view, facts, now, prior, done: doneIn(goal) })
  return {
    kind: 'judged',
    judgement: {
      allow: ruling.allow,
      lowRisk: ruling.low_risk,
      sendsFreely: ruling.sends_freely ?? false,
      amount: ruling.amount ?? null,
      code: codeOf(ruling),
      approve: approve(ruling.amount ?? null),
      mode,
    },
    sentence: sentenceOf(ruling),
  }
}

const FactsShape = z.array(z.object({ as: z.string(), value: z.unknown().optional() }).loose())
const beforeOf = async ({ store }: Deps, goal: string, digest: string | null): Promise<FactValues> =>
  digest === null
    ? {}
    : Object.fromEntries(
        FactsShape.parse(await store.getTrail(goal, digest)).map((fact) => [fact.as, fact.value]),
      )

/** The read that proves an effect, or that looks it up by our own reference; null where the workflow has none. */
export const verifyOrder = async (
  deps: Deps,
  goal: Goal,
  effect: Pick<Effect, 'id' | 'ordinal' | 'tool' | 'args' | 'facts' | 'amount'>,
  how: 'verify' | 'by-reference',
): Promise<{ tool: string; args: Args } | null> => {
  const control = await deps.control.fresh()
  const write = deps.policies.of(control, goal.policy).workflows.get(goal.workflow)?.writes.get(effect.tool)
  if (!write) return null
  const input = {
    args: await argsOf(deps, goal.id, effect.args),
    goal: await goalView(deps, goal),
    effect: { id: effect.id, ordinal: effect.ordinal },
    before: await beforeOf(deps, goal.id, effect.facts),
    ...(effect.amount === null ? {} : { amount: effect.amount }),
  }
  const read = how === 'verify' ? verifyRead(write, input) : lookupRead(write, input)
  return read.ok ? read.value : null
}

/** Does what was read prove the effect? null = the workflow says nothing, or the answer could not be judged. */
export const proves = async (
  deps: Deps,
  goal: Goal,
  effect: Effect,
  result: unknown,
): Promise<boolean | null> => {
  const control = await deps.control.fresh()
  const write = deps.policies.of(control, goal.policy).workflows.get(goal.workflow)?.writes.get(effect.tool)
  if (!write?.verify) return null
  const held = verifyHolds(write, {
    args: await argsOf(deps, goal.id, effect.args),
    goal: await goalView(deps, goal),
    effect: { id: effect.id, ordinal: effect.ordinal },
    before: await beforeOf(deps, goal.id, effect.facts),
    ...(effect.amount === null ? {} : { amount: effect.amount }),
    result,
  })
  return held.ok ? held.value : null
}
