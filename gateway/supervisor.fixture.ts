import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import type { Bus } from '../bus/connect.ts'
import { ensureStreams } from '../bus/ensure-streams.ts'
import { mailbox } from '../bus/mailbox.fixture.ts'
import { RemitError } from '../contracts/errors.ts'
import { Offer, type Halt, type Settings, type SystemSetting } from '../contracts/platform.ts'
import {
  AuthoriseRequest,
  CallRecord,
  EffectResult,
  type AuthoriseAnswer,
  type EffectOrder,
  type RunOrder,
} from '../contracts/tools.ts'
import { TrailPart, type Grant } from '../contracts/work.ts'

type Op<Name extends AuthoriseRequest['op']> = Extract<AuthoriseRequest, { op: Name }>
type Asked = (request: AuthoriseRequest) => Promise<AuthoriseAnswer> | AuthoriseAnswer

export const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()

/**
 * The other side of the wire, as a test plays it: answers settings, offers and authorise, and hears results and trail.
 * It decides nothing; each test says what it answers.
 */
export const playSupervisor = async (bus: Bus, systems: SystemSetting[]) => {
  const keys = generateKeyPairSync('ed25519')
  const asked: AuthoriseRequest[] = []
  const offers = mailbox<Extract<Offer, { from: 'gateway' }>>()
  const results = mailbox<EffectResult>()
  const trail: CallRecord[] = []
  const state = {
    version: 'v1',
    systems,
    halts: new Array<Halt>(),
    accepted: new Map<string, string>(),
    deaf: false,
    answer: (request: AuthoriseRequest): ReturnType<Asked> => {
      throw new RemitError('INTERNAL', { unexpected: request.op })
    },
  }
  const settings = (): Settings => ({
    ok: true,
    version: state.version,
    company: 'test',
    systems: state.systems,
    models: [],
    halts: state.halts,
    accepted: Object.fromEntries(state.accepted),
    grantKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    now: new Date().toISOString(),
  })
  const { subjects, streams } = bus
  // As at each start of a supervisor: a server that was killed has lost what it held in memory.
  await ensureStreams(bus, ['support', 'triage'])
  const serving = [
    bus.serve(subjects.settings, {}, async () => {
      if (state.deaf) throw new RemitError('NOT_READY')
      return settings()
    }),
    bus.serve(subjects.anyOffers, {}, async ({ data }) => {
      const offer = Offer.parse(data)
      if (offer.from === 'gateway') offers.put(offer)
      return { ok: true, refused: [] }
    }),
    bus.serve(subjects.authorise, {}, async ({ data }) => {
      const request = AuthoriseRequest.parse(data)
      asked.push(request)
      if (request.op === 'calls') return { do: 'calls', granted: 5, until: inSeconds(10) }
      return state.answer(request)
    }),
  ]
  const consuming = [
    bus.consume({
      stream: streams.results,
      consumer: 'supervisor',
      max: 8,
      handler: async ({ data }) => results.put(EffectResult.parse(data)),
    }),
    bus.consume({
      stream: streams.trail,
      consumer: 'supervisor',
      max: 8,
      handler: async ({ data }) => {
        const { parts, text } = TrailPart.parse(data)
        if (parts === 1) trail.push(CallRecord.parse(JSON.parse(text)))
      },
    }),
  ]
  return {
    state,
    asked,
    offers,
    results,
    trail,
    /** every request of one kind, in order */
    of: <Name extends AuthoriseRequest['op']>(op: Name): Op<Name>[] =>
      asked.filter((request): request is Op<Name> => request.op === op),
    answers(answer: Asked) {
      state.answer = answer
    },
    beat() {
      const { version, halts } = state
      bus.note(subjects.control, { v: 1, version, halts, at: new Date().toISOString() })
    },
    order: (order: EffectOrder) => bus.publish(subjects.effects, order, { msgId: randomUUID() }),
    async resultOf(effect: string) {
      for (;;) {
        const result = await results.next()
        if ('effect' in result && result.effect === effect) return result
      }
    },
    grant(more: Partial<Grant> = {}, key = keys.privateKey): string {
      const bytes = Buffer.from(
        JSON.stringify({
          goal: 'g1',
          task: 't1',
          attempt: 1,
          agent: 'support',
          worker: 'w1',
          workflow: 'refunds',
          read: ['shop.get_order'],
          write: ['shop.refund_order'],
          until: inSeconds(60),
          ...more,
        }),
      )
      return `${bytes.toString('base64url')}.${sign(null, bytes, key).toString('base64url')}`
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...serving, ...consuming].map((one) => one.stop()))
      await bus.close()
    },
  }
}

/** An order to run a refund, as the supervisor would write it. */
export const refundOrder = (effect: string, order: string, more: Partial<RunOrder> = {}): RunOrder => ({
  do: 'run',
  goal: 'g1',
  effect,
  claim: 1,
  tool: 'shop.refund_order',
  args: { order_id: order, amount: 15, reason: 'broken' },
  key: { value: effect, pass: '_meta.idempotencyKey' },
  until: inSeconds(30),
  verify: { tool: 'shop.get_refund', args: { reference: effect } },
  timeoutSeconds: 5,
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  ...more,
})
