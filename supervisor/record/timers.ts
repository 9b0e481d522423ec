import { z } from 'zod'
import type { Timer } from '../../store/port.ts'
import type { Tick } from '../decider/commands.ts'
import type { Deps } from '../deps.ts'
import { followUp } from '../effects/follow-up.ts'
import { tellPeople } from '../people/tell-people.ts'
import { publishOrder } from './publish-order.ts'
import { ordersOf } from '../reactor/orders-of.ts'
import { timersOf } from '../reactor/timers-of.ts'
import { termsOf } from '../control/terms-of.ts'
import { trailDraft } from './trail-text.ts'
import { orderSeconds } from '../decider/terms.ts'

const TimerOf = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lease'), task: z.string(), attempt: z.int() }),
  z.object({ kind: z.literal('unclaimed'), task: z.string(), attempt: z.int() }),
  z.object({ kind: z.literal('effect-lease'), effect: z.string(), claim: z.int() }),
  z.object({ kind: z.literal('approval-remind'), approval: z.string() }),
  z.object({ kind: z.literal('approval-due'), approval: z.string() }),
  z.object({ kind: z.literal('join'), delegation: z.string() }),
  z.object({ kind: z.literal('effect-again'), effect: z.string() }),
  z.object({ kind: z.literal('remind'), number: z.int() }),
  z.object({ kind: z.literal('abandon') }),
  z.object({ kind: z.literal('wall') }),
  z.object({ kind: z.literal('deadline') }),
])

const sentences: Record<Tick['timer']['kind'], string> = {
  lease: 'Three workers in a row fell silent over this task.',
  unclaimed: 'No worker took the task.',
  'effect-lease': 'The gateway fell silent while it ran the effect.',
  'approval-remind': 'An approval still waits.',
  'approval-due': 'Nobody decided in time.',
  join: 'Whoever has not answered in time is not awaited any longer.',
  'effect-again': 'The day has come for which an approved call waited.',
  remind: 'It still waits for a person.',
  abandon: 'Nobody took it up in time.',
  wall: "The goal's own time is spent.",
  deadline: 'The deadline passed.',
}

/** An order that nobody has taken goes out again, as long as the state still asks for it. */
const orderAgain = async (deps: Deps, timer: Timer): Promise<void> => {
  const state = await deps.cache.load(timer.log)
  const order =
    state === null ? undefined : ordersOf(state).find((one) => `${timer.log}/order.${one.key}` === timer.id)
  if (state === null || order === undefined) return deps.store.clearTimer(timer.id)
  await publishOrder(deps, state, order, `.${timer.due}`)
  await deps.store.moveTimer(timer.id, new Date(Date.parse(deps.now()) + orderSeconds * 1000).toISOString())
}

/** Nothing came of it: what it was for is over, or it fired too early and is due later. */
const settleTimer = async (deps: Deps, timer: Timer): Promise<void> => {
  const state = await deps.cache.load(timer.log)
  const wanted =
    state === null
      ? undefined
      : timersOf(state, termsOf(deps.policies, await deps.control.fresh(), state)).get(timer.id)
  if (wanted === undefined) return deps.store.clearTimer(timer.id)
  const soonest = new Date(Date.parse(deps.now()) + 1000).toISOString()
  await deps.store.moveTimer(timer.id, wanted.due > soonest ? wanted.due : soonest)
}

const fire = async (deps: Deps, timer: Timer): Promise<void> => {
  if (timer.kind === 'order') return orderAgain(deps, timer)
  if (timer.kind === 'tell') return tellPeople(deps, timer)
  if (timer.kind === 'check' || timer.kind === 'parts') {
    const state = await deps.cache.load(timer.log)
    if (state !== null) await followUp(deps, state)
    return settleTimer(deps, timer)
  }
  const what = TimerOf.parse({ kind: timer.kind, ...timer.data })
  const handled = await deps.handle({
    goal: timer.log,
    cause: `timer-${timer.id}-${timer.due}`,
    by: { kind: 'timer', id: timer.kind },
    traceparent: '',
    build: async (state) => {
      if (state === null) return null
      const trail = trailDraft(deps.store, state.id)
      const why = await trail.why({ sentence: sentences[what.kind] })
      return { trail: trail.staged, command: { type: 'Tick', at: deps.now(), timer: what, why } }
    },
  })
  if (handled.events.length === 0) await settleTimer(deps, timer)
  if (handled.state !== null) await followUp(deps, handled.state)
}

const longest = 500

/** Fires due timers until stopped. A timer whose work fails stays claimed for a while, then comes again. */
export const runTimers = (deps: Deps): { stop: () => Promise<void> } => {
  const stopping = new AbortController()
  let wake = (): void => undefined
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const handle = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(handle)
        resolve()
      }
    })
  const round = async (): Promise<number> => {
    const due = await deps.store.claimTimers(deps.now(), 15, 64)
    await Promise.all(
      due.map(async (timer) => {
        try {
          await fire(deps, timer)
        } catch (error) {
          deps.log.error(
            { err: error, timer: timer.id, goal: timer.log },
            'a timer failed and will come again',
          )
        }
      }),
    )
    return due.length
  }
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        if ((await round()) === 0 && !stopping.signal.aborted) await pause(longest)
      } catch (error) {
        deps.log.error({ err: error }, 'the timers cannot be read')
        if (!stopping.signal.aborted) await pause(longest * 4)
      }
    }
  }
  const running = loop()
  return {
    stop: async () => {
      stopping.abort()
      wake()
      await running
    },
  }
}
