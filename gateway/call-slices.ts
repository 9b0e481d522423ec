import { randomUUID } from 'node:crypto'
import { isErrorCode, RemitError } from '../contracts/errors.ts'
import type { EffectResult } from '../contracts/tools.ts'
import type { Grant } from '../contracts/work.ts'
import type { AskSupervisor } from './authorise.ts'

export type CallSlices = {
  /**
   * Takes one call of this task's budget; the same call asked again is none. Throws RemitError what the supervisor
   * refuses a slice with.
   */
  take(grant: Grant, call: string): Promise<void>
  /** gives everything back that was not used; the outbox sees it through */
  close(): void
}

type Slice = { id: string; granted: number; used: number; until: number; timer: NodeJS.Timeout; grant: Grant }
type Deps = {
  gateway: string
  ask: AskSupervisor
  publish: (result: EffectResult) => Promise<void>
  now: () => number
  wait: (ms: number) => Promise<void>
}

const sliceSize = 5
/** Calls that are remembered for whoever asks again because no answer came in time. */
const mostSeen = 1000
/** Longer than any slice of another gateway can be out. */
const laterTries = 20
const laterMs = 1000

/**
 * Calls are paid for in slices of five, which live ten seconds: one question for five calls, and a halt, a
 * cancel or a newer attempt ends them at the next slice.
 */
export const createCallSlices = ({ gateway, ask, publish, now, wait }: Deps): CallSlices => {
  const slices = new Map<string, Slice>()
  const drawing = new Map<string, Promise<void>>()
  const seen = new Set<string>()

  const keyOf = ({ goal, task, attempt, agent, worker }: Grant): string =>
    [goal, task, attempt, agent, worker].join(' ')

  const giveBack = (key: string): void => {
    const slice = slices.get(key)
    if (!slice) return
    slices.delete(key)
    clearTimeout(slice.timer)
    const { id, used, granted, grant } = slice
    if (used === granted) return
    const { goal, task, attempt } = grant
    publish({
      v: 1,
      id: randomUUID(),
      gateway,
      kind: 'calls',
      goal,
      task,
      attempt,
      used,
      slice: id,
      // The outbox has named what it gave up; a slice that is not returned counts as used.
    }).catch(() => undefined)
  }

  const draw = async (key: string, grant: Grant): Promise<void> => {
    const id = randomUUID()
    const { goal, task, attempt, agent, worker } = grant
    const wanted = { op: 'calls', id, gateway, goal, task, attempt, agent, worker, want: sliceSize } as const
    let answer = await ask(wanted)
    // What other gateways hold may come back: the goal is not stopped for calls that nobody made.
    for (let tries = 1; answer.do === 'later' && tries < laterTries; tries += 1) {
      await wait(laterMs)
      answer = await ask(wanted)
    }
    if (answer.do === 'calls') {
      const until = Date.parse(answer.until)
      const timer = setTimeout(() => giveBack(key), Math.max(0, until - now()))
      slices.set(key, { id, granted: answer.granted, used: 0, until, timer, grant })
      return
    }
    const code = 'code' in answer && isErrorCode(answer.code) ? answer.code : 'OVER_BUDGET'
    throw new RemitError(code, { asked: 'a slice of tool calls' })
  }

  const drawOnce = async (key: string, grant: Grant): Promise<void> => {
    const running = drawing.get(key)
    if (running) return running
    const started = draw(key, grant).finally(() => drawing.delete(key))
    drawing.set(key, started)
    return started
  }

  return {
    async take(grant, call) {
      const key = keyOf(grant)
      if (seen.has(`${key} ${call}`)) return
      for (;;) {
        const slice = slices.get(key)
        if (slice && slice.used < slice.granted && now() < slice.until) {
          slice.used += 1
          seen.add(`${key} ${call}`)
          for (const old of seen) {
            if (seen.size <= mostSeen) break
            seen.delete(old)
          }
          return
        }
        if (!drawing.has(key)) giveBack(key)
        await drawOnce(key, grant)
      }
    },
    close() {
      for (const key of slices.keys()) giveBack(key)
    },
  }
}
