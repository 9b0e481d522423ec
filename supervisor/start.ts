import type { BusLog } from '../bus/bus-log.ts'
import { connectBus } from '../bus/connect.ts'
import { ensureStreams } from '../bus/ensure-streams.ts'
import { RemitError } from '../contracts/errors.ts'
import { homeFiles } from '../contracts/home-files.ts'
import { keyPair } from '../store/key-files.ts'
import type { Store } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts'
import { applyPolicy } from './control/apply-policy.ts'
import { buildDeps } from './build-deps.ts'
import { listen } from './consumers.ts'
import { contractCheck } from './tasks/contract-check.ts'
import { listHalts } from './control/list-halts.ts'
import { openControl } from './control/control.ts'
import type { Deps } from './deps.ts'
import { enterQuarantine } from './record/enter-quarantine.ts'
import { finishErasures } from './record/erase.ts'
import { signNews } from './record/heads.ts'
import { bareCompany } from './control/policies.ts'
import type { PolicyFiles } from './policy/compile-policy.ts'
import { recover } from './record/recovery.ts'
import { repairViews } from './record/repair-views.ts'
import { repeat } from './repeat.ts'
import { lookForPromotions } from './control/look-for-promotions.ts'
import { controlBeat } from './control/settings.ts'
import type { SupervisorOptions } from './options.ts'
import { retimeWalls } from './record/retime-walls.ts'
import { sweep } from './record/sweep.ts'
import { startTracing } from './record/tracing.ts'
import { retain } from './record/retain.ts'
import { headsKeys } from './record/rotate-key.ts'
import { runTimers } from './record/timers.ts'

export type RunningSupervisor = AsyncDisposable & {
  deps: Deps
  /** faults of the policy in force, [] once it compiles against the tools that are offered */
  faults: () => Promise<string[]>
  ready: () => Promise<boolean>
  close: () => Promise<void>
}

const now = (): string => new Date().toISOString()
const minute = 60_000

/** A record from the future means a clock that was set back: timers and limits by day would be wrong. */
const checkClock = async (store: Store): Promise<void> => {
  const newest = await store.newest()
  if (newest !== null && Date.parse(newest) - Date.now() > minute)
    throw new RemitError('CLOCK', { newest, now: now() })
}

/** The record knows whose it is: a replica's own folder names the company only where there is no record yet. */
const companyOf = async (store: Store, files: PolicyFiles): Promise<string> => {
  const [first] = await store.logs('control/', 1)
  return first?.log.startsWith('control/') === true
    ? first.log.slice('control/'.length)
    : bareCompany(files).name
}

/** Each call on the logger itself: a copy of its methods would have lost what they stand on. */
const busLogOf = (log: SupervisorOptions['log']): BusLog => ({
  debug: () => undefined,
  info: (fields, text) => log.info(fields, text),
  warn: (fields, text) => log.warn(fields, text),
  error: (fields, text) => log.error(fields, text),
})

/** Starts the supervisor: store, bus, policy, streams, then everything that it listens to. */
export const startSupervisor = async (options: SupervisorOptions): Promise<RunningSupervisor> => {
  const files = homeFiles(options.home)
  const own = options.store === undefined
  const store = options.store ?? (await openSqliteStore({ file: files.store, keyFile: files.storeKey }))
  await checkClock(store)
  const first = await keyPair(files.keys, 'supervisor')
  const bus = await connectBus({
    ...options.nats,
    name: 'supervisor',
    log: busLogOf(options.log),
  })
  const company = await companyOf(store, options.policy.files)
  const control = openControl(store, company)
  if (options.policy.apply === 'always' || (await control.fresh()).policy === '')
    await applyPolicy(control, options.policy.files, 'start', now())
  const tracing = await startTracing(store, options.log)
  const { deps, told } = buildDeps(
    options,
    store,
    bus,
    control,
    { privateKey: first.privateKey, publicKeyPem: first.publicPem, headsKey: headsKeys(files.keys, first) },
    company,
    tracing.committed,
  )
  await ensureStreams(bus, options.agents)
  await enterQuarantine(deps, files.restored)
  listen(deps, contractCheck(), options.sandboxes)
  const place = { position: '' }
  const faults = async (): Promise<string[]> =>
    deps.policies
      .faults(await control.fresh())
      .map((one) => `${one.file}:${one.line} ${one.code} ${one.message}`)
  let recovered = false
  const occasion = (): string => `r${Date.now().toString(36)}`
  const again = async (): Promise<void> => {
    if ((await faults()).length > 0) return
    await repairViews(deps)
    await recover(deps, occasion())
    recovered = true
  }
  bus.onReconnect(() => {
    void ensureStreams(bus, options.agents)
      .then(() => recover(deps, occasion()))
      .catch((error: unknown) => options.log.error({ err: error }, 'recovery after a reconnect failed'))
  })
  const timers = runTimers(deps)
  const loops = [
    repeat(3000, options.log, 'the control beat', async () =>
      bus.note(bus.subjects.control, await controlBeat(deps, options.sandboxes)),
    ),
    repeat(250, options.log, 'recovery', async () => (recovered ? undefined : again())),
    repeat(minute, options.log, 'the look for promotions', async () => void (await lookForPromotions(deps))),
    repeat(minute, options.log, 'the list of halts', async () => void (await listHalts(deps))),
    repeat(20_000, options.log, 'the sweep of reservations', () => sweep(deps)),
    repeat(5000, options.log, 'the time of goals under another policy', retimeWalls(deps)),
    repeat(minute, options.log, 'retention', async () => void (await retain(deps))),
    repeat(2000, options.log, 'an erasure', () => finishErasures(deps)),
    repeat(
      options.heads?.everyMs ?? minute,
      options.log,
      'signing heads',
      async () => void (await signNews(deps, place)),
    ),
  ]
  const close = async (): Promise<void> => {
    for (const loop of loops) await loop.stop()
    await timers.stop()
    await signNews(deps, place)
    await told()
    await bus.drain()
    await tracing.close()
    if (own) await store.close()
  }
  return {
    deps,
    faults,
    ready: async () => recovered && (await faults()).length === 0 && bus.status() === 'connected',
    close,
    [Symbol.asyncDispose]: close,
  }
}
