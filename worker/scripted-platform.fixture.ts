import { setTimeout as delay } from 'node:timers/promises'
import type { TestNats } from '../bus/start-nats-for-test.ts'
import { Offer, type ModelSetting } from '../contracts/platform.ts'
import { ToolRequest, type ToolAnswer, type ToolList } from '../contracts/tools.ts'
import { Outcome, TrailPart, WorkRequest, type Claimed, type TaskMessage } from '../contracts/work.ts'
import { claimedOf } from './run-alone.fixture.ts'

type Heard =
  | { kind: 'offer'; offer: Offer }
  | { kind: 'work'; request: WorkRequest }
  | { kind: 'tools'; request: ToolRequest }
  | { kind: 'outcome'; outcome: Outcome }
  | { kind: 'trail'; part: TrailPart }
  | { kind: 'settings' }

type Work<Op extends WorkRequest['op']> = Extract<WorkRequest, { op: Op }>
const refusal = (code: string) => ({ error: { code, message: code } })

/** Supervisor and gateway as a script on the wire: what they answer is the test's, what they hear is kept. */
export const scriptedPlatform = async (nats: TestNats) => {
  const supervisor = await nats.supervisor()
  const gateway = await nats.gateway()
  const heard: Heard[] = []
  const watchers = new Set<() => void>()
  const keep = (one: Heard) => {
    heard.push(one)
    for (const watch of watchers) watch()
  }
  type Answers = {
    claim: (request: Work<'claim'>) => Claimed | ReturnType<typeof refusal>
    heartbeat(request: Work<'heartbeat'>): unknown
    draw(request: Work<'draw'>): unknown
    park(request: Work<'park'>): unknown
    tools: ToolList['tools']
    call(tool: string, args: unknown): Promise<ToolAnswer | ReturnType<typeof refusal>>
    models: ModelSetting[]
    offer(): unknown
  }
  const answers: Answers = {
    claim: (request) => claimedOf('support.refund@1', { goalText: request.goal }),
    heartbeat: () => ({ ok: true, until: new Date(Date.now() + 60_000).toISOString(), stop: false }),
    draw: (request) => ({ ok: true, tokens: request.tokens, cost: 0 }),
    park: () => ({ ok: true, parked: true }),
    tools: [],
    call: async () => ({ status: 'result', result: {} }),
    models: [],
    offer: () => ({ ok: true, refused: [] }),
  }
  supervisor.serve(supervisor.subjects.anyOffers, {}, async (m) => {
    keep({ kind: 'offer', offer: Offer.parse(m.data) })
    return answers.offer()
  })
  supervisor.serve(supervisor.subjects.settings, {}, async () => {
    keep({ kind: 'settings' })
    const { models } = answers
    const now = new Date().toISOString()
    return {
      ok: true,
      version: '1',
      company: 'c',
      systems: [],
      models,
      halts: [],
      accepted: {},
      grantKey: 'k',
      now,
    }
  })
  supervisor.serve(supervisor.subjects.anyWork, {}, async (m) => {
    const request = WorkRequest.parse(m.data)
    keep({ kind: 'work', request })
    switch (request.op) {
      case 'claim':
        return answers.claim(request)
      case 'heartbeat':
        return answers.heartbeat(request)
      case 'draw':
        return answers.draw(request)
      case 'park':
        return answers.park(request)
      case 'settle':
        return { ok: true }
      case 'forget':
        return { ok: true, forget: [] }
      default:
        return request satisfies never
    }
  })
  gateway.serve(gateway.subjects.anyTools, {}, async (m) => {
    const request = ToolRequest.parse(m.data)
    keep({ kind: 'tools', request })
    if (request.op === 'list') return { ok: true, tools: answers.tools }
    return answers.call(request.tool, request.args)
  })
  const stream = (name: string, consumer: string, take: (data: unknown) => void) =>
    supervisor.consume({ stream: name, consumer, max: 16, handler: async (m) => take(m.data) })
  const outcomes = stream(supervisor.streams.outcomes, 'supervisor', (data) =>
    keep({ kind: 'outcome', outcome: Outcome.parse(data) }),
  )
  const trail = stream(supervisor.streams.trail, 'supervisor', (data) =>
    keep({ kind: 'trail', part: TrailPart.parse(data) }),
  )

  /** Resolves with the first that fits, heard before or from now on. */
  const find = async <T>(pick: (one: Heard) => T | null | undefined | false): Promise<T> => {
    for (;;) {
      for (const one of heard) {
        const found = pick(one)
        if (found !== null && found !== undefined && found !== false) return found
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      watchers.add(resolve)
      await Promise.race([
        promise,
        delay(20_000, undefined, { ref: false }).then(() => {
          throw new Error(
            `not heard; heard were ${heard.map((one) => ('request' in one ? one.request.op : one.kind)).join(', ')}`,
          )
        }),
      ])
      watchers.delete(resolve)
    }
  }
  return {
    [Symbol.asyncDispose]: async () => {
      await Promise.all([outcomes.stop(), trail.stop()])
    },
    answers,
    heard,
    refusal,
    find,
    assign: (task: TaskMessage, msgId: string = crypto.randomUUID()) =>
      supervisor.publish(supervisor.subjects.tasks(task.agent), task, { msgId }),
    outcomeOf: (goal: string, nth = 0) => {
      let at = 0
      return find((one) => {
        if (one === heard[0]) at = 0
        if (one.kind !== 'outcome' || one.outcome.goal !== goal) return null
        at += 1
        return at > nth ? one.outcome : null
      })
    },
    works: <Op extends WorkRequest['op']>(op: Op, goal: string) =>
      heard.flatMap((one) =>
        one.kind === 'work' && one.request.op === op && 'goal' in one.request && one.request.goal === goal
          ? [one.request]
          : [],
      ),
    calls: () =>
      heard.flatMap((one) => (one.kind === 'tools' && one.request.op === 'call' ? [one.request] : [])),
  }
}
export type ScriptedPlatform = Awaited<ReturnType<typeof scriptedPlatform>>
