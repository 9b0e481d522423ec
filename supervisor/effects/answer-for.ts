import { errorCatalogue, isErrorCode } from '../../contracts/errors.ts'
import type { AuthoriseAnswer } from '../../contracts/tools.ts'
import type { Effect, Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import type { Handled } from '../record/handle.ts'
import { argsOf, verifyOrder } from './judge-effect.ts'
import { getText } from '../record/trail-text.ts'

const sayOf = (code: string): string => (isErrorCode(code) ? errorCatalogue[code].message : code)

/** The order to run, made from the record. */
const runOrder = async (deps: Deps, goal: Goal, effect: Effect): Promise<AuthoriseAnswer> => {
  const control = await deps.control.fresh()
  const policy = deps.policies.of(control, goal.policy)
  const write = policy.workflows.get(goal.workflow)?.writes.get(effect.tool)
  const system = policy.systems.find((one) => effect.tool.startsWith(`${one.name}.`))
  const pass = write?.rule.idempotency?.pass
  return {
    do: 'run',
    goal: goal.id,
    effect: effect.id,
    claim: effect.claim,
    tool: effect.tool,
    args: await argsOf(deps, goal.id, effect.args),
    key: pass === undefined ? null : { value: effect.id, pass },
    until: effect.until ?? deps.now(),
    verify: await verifyOrder(deps, goal, effect, 'verify'),
    timeoutSeconds: (system?.timeout ?? 30_000) / 1000,
    traceparent: goal.traceparent,
  }
}

const recordedAnswer = async (deps: Deps, goal: Goal, effect: Effect): Promise<AuthoriseAnswer> => ({
  do: 'answer',
  answer: {
    status: 'result',
    result: effect.result === null ? null : await deps.store.getTrail(goal.id, effect.result),
    effect: effect.id,
    sameEffect: true,
    edited: effect.edited,
    args: await argsOf(deps, goal.id, effect.args),
  },
})

const refusal = async (
  deps: Deps,
  goal: Goal,
  effect: Effect | undefined,
  code: string,
  final: boolean,
  sentence: string,
): Promise<AuthoriseAnswer> => {
  // What a person wrote when rejecting reaches the agent; a rule's sentence says which value it was judged on.
  const note =
    effect?.message && effect.status === 'void'
      ? await getText(deps.store, goal.id, effect.message)
      : sentence
  return {
    do: 'answer',
    answer: {
      status: 'refused',
      code,
      message: note === '' ? sayOf(code) : `${sayOf(code)} ${note}`,
      final,
      ...(effect === undefined ? {} : { effect: effect.id }),
    },
  }
}

/**
 * Is this the very claim that the question began, and does it still stand? Only its own gateway is given the order,
 * and gets it again where the answer was lost; an old id asked again never leads to the claim that came after.
 */
const ordered = ({ events }: Handled, effect: Effect, gateway: string): boolean =>
  effect.status === 'executing' &&
  effect.gateway === gateway &&
  events.some(
    ({ type, data }) =>
      type === 'EffectStarted' &&
      data.effect === effect.id &&
      data.claim === effect.claim &&
      data.gateway === gateway,
  )

/** What the gateway is told: the recorded answer where there is one, else what was just decided. */
export const answerFor = async (
  deps: Deps,
  handled: Handled,
  asked: { effect: string | null; gateway: string; sentence: string },
): Promise<AuthoriseAnswer> => {
  const goal = handled.state
  if (goal === null) return { do: 'drop', code: 'UNKNOWN_GOAL' }
  const { answer } = handled
  const events = handled.events.find((event) => 'effect' in event.data && event.data.effect !== null)
  const id = asked.effect ?? (events && 'effect' in events.data ? events.data.effect : null)
  const effect = id === null ? undefined : goal.effects[id]
  if (effect !== undefined && ordered(handled, effect, asked.gateway)) return runOrder(deps, goal, effect)
  switch (answer.kind) {
    case 'run':
    case 'recorded':
      if (effect?.status === 'done') return recordedAnswer(deps, goal, effect)
      return { do: 'answer', answer: { status: 'waiting', effect: id ?? '' } }
    case 'waiting':
      return { do: 'answer', answer: { status: 'waiting', effect: answer.effect } }
    case 'refused':
      return refusal(deps, goal, effect, answer.code, answer.final ?? true, asked.sentence)
    case 'drop':
    case 'later':
      return { do: answer.kind, code: answer.code }
    case 'reread':
      return { do: 'later', code: 'FACTS_UNREADABLE' }
    case 'none':
    case 'claimed':
    case 'beat':
    case 'drawn':
    case 'calls':
    case 'parked':
    case 'ended':
      break
    default:
      return answer satisfies never
  }
  // A repeat: what the record says of this effect now.
  if (effect === undefined) return { do: 'drop', code: 'UNKNOWN_EFFECT' }
  if (effect.status === 'done') return recordedAnswer(deps, goal, effect)
  if (effect.status === 'refused' || effect.status === 'void')
    return refusal(deps, goal, effect, effect.code, false, '')
  if (effect.status === 'failed') {
    const { code, message } = effect
    const words = message === null ? sayOf(code) : await getText(deps.store, goal.id, message)
    return { do: 'answer', answer: { status: 'error', code, message: words } }
  }
  return { do: 'answer', answer: { status: 'waiting', effect: effect.id } }
}
