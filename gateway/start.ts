import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { BusLog } from '../bus/bus-log.ts'
import { connectBus, type Bus } from '../bus/connect.ts'
import { ControlBeat, OfferAnswer, Settings } from '../contracts/platform.ts'
import { AuthoriseAnswer, type EffectResult } from '../contracts/tools.ts'
import { askOnce, askPatiently } from './ask.ts'
import type { AskSupervisor } from './authorise.ts'
import { createCallSlices } from './call-slices.ts'
import { createRunEffect } from './effect.ts'
import { createEffectOrders } from './effect-orders.ts'
import { listen } from './listen.ts'
import { createOffers } from './offers.ts'
import { createOutbox } from './outbox.ts'
import { createPerformer } from './performer.ts'
import { createProber } from './prober.ts'
import { createPropose } from './propose.ts'
import { runOnce } from './run-once.ts'
import { keepSettings } from './settings-keeper.ts'
import { createSystems } from './systems.ts'
import { createToolRequests } from './tool-requests.ts'
import { trailParts, type Trail } from './trail.ts'

export type GatewayOptions = {
  nats: { url: string; user: string; pass: string; prefix?: string }
  log: BusLog
  /** probe the keys of write tools on their sandbox records */
  probe?: boolean
  /** ends the wait for the first settings */
  signal?: AbortSignal
  /** milliseconds; for tests */
  times?: Partial<Times>
}
type Times = {
  /** how long an agent waits for its effect before it is told to */
  patience: number
  /** how long the supervisor may be unheard before it is asked */
  silence: number
  relist: number
  /** how long one question to the supervisor is repeated */
  ask: number
  /** how long closing waits for what runs and for results without an acknowledgement */
  drain: number
}
const usual: Times = { patience: 20_000, silence: 10_000, relist: 30_000, ask: 15_000, drain: 25_000 }

export type RunningGateway = AsyncDisposable & {
  /** this process's own name: a claim is given to it, and to no successor */
  name: string
  close: () => Promise<void>
}

/** Once for each process: a claim that an earlier process held is not this one's. */
const newName = (): string => `gw-${randomUUID().slice(0, 13)}`

const supervisorOf = (bus: Bus, times: Times): AskSupervisor => {
  const { authorise } = bus.subjects
  return (request) =>
    askPatiently(() => askOnce(bus, authorise, request, AuthoriseAnswer, { timeout: 5000 }), times.ask)
}

/**
 * Starts a gateway: settings, systems, offers, then what agents and the supervisor send. Returns when it listens;
 * a system that is down keeps nobody waiting.
 * @throws RemitError NATS_UNREACHABLE
 */
export const startGateway = async (options: GatewayOptions): Promise<RunningGateway> => {
  const { log, probe = false } = options
  const times = { ...usual, ...options.times }
  const name = newName()
  const bus = await connectBus({ ...options.nats, name, log })
  const { subjects } = bus
  const outbox = createOutbox({ log, firstMs: 100, longestMs: 5000 })
  const publish = (result: EffectResult): Promise<void> =>
    outbox.send(`${result.kind} of ${'effect' in result ? result.effect : result.goal}`, () =>
      bus.publish(subjects.results(name), result, { msgId: result.id }),
    )
  const trail: Trail = (owner, record) => {
    for (const part of trailParts(name, owner, record)) {
      const sending = outbox.send(`trail of ${record.tool}`, () =>
        bus.publish(subjects.trailGateway(owner.goal), part, { msgId: `${part.id}.${part.part}` }),
      )
      // The outbox has named what it gave up; a call without its trail is no reason to end.
      sending.catch(() => undefined)
    }
  }

  const offers = createOffers({
    gateway: name,
    systems: () => systems,
    send: (offer) => askOnce(bus, subjects.offers('gateway'), offer, OfferAnswer, { timeout: 10_000 }),
    log,
    settleMs: 50,
    retryMs: { first: 250, longest: 5000 },
  })
  const probing = (): void => {
    if (probe) void prober().catch((error: unknown) => log.error({ error: String(error) }, 'probing failed'))
  }
  const changed = (): void => {
    offers.changed()
    probing()
  }
  const systems = createSystems({
    log,
    relistMs: times.relist,
    backoffMs: { first: 250, longest: 15_000 },
    onChange: changed,
  })
  const settings = await keepSettings({
    ask: () => askOnce(bus, subjects.settings, { who: name }, Settings, { timeout: 2000 }),
    onChange: (next) => {
      void systems.apply(next.systems).then(changed)
    },
    log,
    silenceMs: times.silence,
    wait: (ms) => delay(ms, undefined, options.signal ? { signal: options.signal } : {}),
  }).catch(async (error: unknown) => {
    await bus.close()
    throw error
  })
  const ask = supervisorOf(bus, times)
  const prober = createProber({ systems, settings, probed: offers.probed, log })
  const performer = createPerformer({ systems, settings, trail })
  const slices = createCallSlices({
    gateway: name,
    ask,
    publish,
    now: settings.now,
    wait: (ms) => delay(ms),
  })
  const effects = runOnce(
    createRunEffect({ gateway: name, systems, settings, performer, ask, trail, publish, log }),
  )
  const { run } = effects
  const propose = createPropose({ gateway: name, ask, performer, run })
  const handleTool = createToolRequests({
    settings,
    systems,
    performer,
    slices,
    propose,
    log,
    patienceMs: times.patience,
  })
  const handleOrder = createEffectOrders({ gateway: name, systems, performer, ask, run, publish, log })

  const control = bus.subscribe(subjects.control, (message) => {
    const beat = ControlBeat.parse(message.data)
    settings.hear(beat).catch((error: unknown) => log.warn({ error: String(error) }, 'no new settings'))
  })
  const opened = systems.apply(settings.current().systems)
  // A moment for systems that are up, so that the first request finds its tools; no longer for one that is not.
  await Promise.race([opened, delay(3000, undefined, { ref: false })])
  changed()
  bus.onReconnect(() => offers.changed())
  const listening = listen(bus, { handleTool, handleOrder })
  // A question and its answer over the same connection: by then the server knows that this gateway listens.
  await settings.renew().catch((error: unknown) => log.warn({ error: String(error) }, 'no new settings'))
  log.info({ gateway: name, systems: settings.current().systems.length }, 'the gateway listens')

  const close = async (): Promise<void> => {
    offers.close()
    control.stop()
    const until = performance.now() + times.drain
    await Promise.race([
      Promise.all([listening.stop(), effects.running()]),
      delay(times.drain, undefined, { ref: false }),
    ])
    slices.close()
    await outbox.drain(Math.max(1000, until - performance.now()))
    await systems.close()
    await bus.drain()
  }
  return { name, close, [Symbol.asyncDispose]: close }
}
