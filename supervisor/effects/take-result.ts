import { z } from 'zod'
import { EffectResult, OrderedRead, type FactRead } from '../../contracts/tools.ts'
import { readGoalEvent } from '../../contracts/events.ts'
import type { Checked } from '../decider/commands.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { argsOf, goalView, proves, valuesOf } from './judge-effect.ts'
import { parseMessage } from '../parse-message.ts'
import { doneWhenHolds, doneWhenReads } from '../policy/done-when.ts'
import type { DoneEffect } from '../policy/facts-given.ts'
import { putWhy } from '../record/trail-text.ts'

type Of<K extends EffectResult['kind']> = Extract<EffectResult, { kind: K }>

/** `goal.done`: effects done, in the order in which they were done. */
export const doneOf = async (deps: Deps, goal: Goal): Promise<DoneEffect[]> =>
  Promise.all(
    goal.done.flatMap((id) => {
      const effect = goal.effects[id]
      return effect === undefined
        ? []
        : [
            argsOf(deps, goal.id, effect.args).then((args): DoneEffect => ({
              id,
              tool: effect.tool,
              args,
              amount: effect.amount,
            })),
          ]
    }),
  )

const result = async (deps: Deps, asked: Of<'result'>, state: Goal) => {
  const effect = state.effects[asked.effect]
  const read = asked.verify
  const value = read === undefined || read.error !== undefined ? undefined : read.value
  // Absence is believed only from a look-up by our own reference, so a failed verify read is settled, not judged.
  const verified =
    read === undefined
      ? null
      : value === undefined
        ? false
        : effect === undefined
          ? null
          : await proves(deps, state, effect, value)
  const { status, claim, gateway } = asked
  const content =
    status === 'failed'
      ? { text: asked.message ?? asked.code ?? 'failed' }
      : asked.value === undefined
        ? { text: asked.message ?? asked.code ?? '' }
        : asked.value
  return {
    command: {
      type: 'TakeResult' as const,
      at: deps.now(),
      effect: asked.effect,
      claim,
      gateway,
      status,
      verified,
      code: asked.code ?? (status === 'failed' ? 'TOOL_FAILED' : 'TOOL_TIMEOUT'),
      content: (await deps.store.putTrail(state.id, content)).digest,
      why: await putWhy(deps.store, state.id, {
        sentence: `${effect?.tool ?? 'The tool'} failed: ${asked.message ?? asked.code ?? ''}`,
      }),
    },
  }
}

const settlement = async (deps: Deps, asked: Of<'settlement'>, state: Goal) => {
  const effect = state.effects[asked.effect]
  const { found } = asked
  const proven =
    effect !== undefined && found.error === undefined ? await proves(deps, state, effect, found.value) : false
  return {
    command: {
      type: 'TakeSettlement' as const,
      at: deps.now(),
      effect: asked.effect,
      claim: asked.claim,
      found: proven === true,
      content: (await deps.store.putTrail(state.id, found.value ?? null)).digest,
      why: '',
    },
  }
}

const verdictOf = async (
  deps: Deps,
  state: Goal,
  facts: readonly FactRead[],
): Promise<{ verdict: Checked['verdict']; sentence: string } | null> => {
  const control = await deps.control.fresh()
  const workflow = deps.policies.of(control, state.policy).workflows.get(state.workflow)
  const values = valuesOf(facts)
  // Unreadable now: the check stays ordered, and the timer orders it again.
  if (!workflow || values === null) return null
  const goal = { ...(await goalView(deps, state)), done: await doneOf(deps, state) }
  const held = doneWhenHolds(workflow, { goal, facts: values, now: deps.now() })
  if (!held.ok) return { verdict: { kind: 'fails', code: 'RULE_ERROR' }, sentence: held.error.message }
  if (held.value.holds) return { verdict: { kind: 'holds' }, sentence: '' }
  return {
    verdict: { kind: 'fails', code: 'CHECK_FAILED' },
    sentence: `The systems do not show it: ${held.value.failed?.sentence ?? 'done_when is false'}`,
  }
}

/** The reads of done_when as a trail object, or why there is nothing to read. */
export const checkReads = async (
  deps: Deps,
  state: Goal,
): Promise<{ reads: string | null; unread: 'no-rule' | 'nothing-done' | null; sentence: string }> => {
  const control = await deps.control.fresh()
  const workflow = deps.policies.of(control, state.policy).workflows.get(state.workflow)
  if (!workflow?.doneWhen)
    return {
      reads: null,
      unread: 'no-rule',
      sentence: 'The workflow does not say when a goal is done, so a person ends it.',
    }
  const goal = { ...(await goalView(deps, state)), done: await doneOf(deps, state) }
  const reads = doneWhenReads(workflow, goal)
  if (!reads.ok) return { reads: null, unread: 'nothing-done', sentence: reads.error.message }
  if (reads.value.length === 0)
    return {
      reads: null,
      unread: 'nothing-done',
      sentence: 'The agent concluded, and no effect of this goal is done.',
    }
  return {
    reads: (await deps.store.putTrail(state.id, z.array(OrderedRead).parse(reads.value))).digest,
    unread: null,
    sentence: '',
  }
}

/** `remit.results.<gateway>`: results, settlements, checks, unused calls. */
export const takeResult =
  (deps: Deps) =>
  async (data: unknown, gateway: string): Promise<void> => {
    const asked = parseMessage(EffectResult, data)
    await deps.handle({
      goal: asked.goal,
      cause: asked.id,
      by: { kind: 'gateway', id: gateway },
      traceparent: '',
      build: async (state) => {
        if (state === null) return null
        switch (asked.kind) {
          case 'result':
            return result(deps, asked, state)
          case 'settlement':
            return settlement(deps, asked, state)
          case 'check': {
            const found = await verdictOf(deps, state, asked.facts)
            if (found === null) return null
            const why = await putWhy(deps.store, state.id, { sentence: found.sentence, fact: asked.facts })
            return {
              command: { type: 'Checked', at: deps.now(), check: asked.check, verdict: found.verdict, why },
            }
          }
          case 'calls': {
            const { task, attempt, slice, used } = asked
            const drawn = (await deps.store.byCause(state.id, slice)).map(readGoalEvent)
            const event = drawn.find(({ type }) => type === 'BudgetDrawn')
            if (event?.type !== 'BudgetDrawn') return null
            const { calls: granted, holder } = event.data
            const calls = Math.max(0, granted - used)
            return { command: { type: 'CallsReturned', at: deps.now(), task, attempt, calls, holder } }
          }
          default:
            return asked satisfies never
        }
      },
    })
  }
