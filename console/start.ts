import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { BusLog } from '../bus/bus-log.ts'
import { connectBus } from '../bus/connect.ts'
import type { Bus } from '../bus/connect.ts'
import { RemitError, toRemitError } from '../contracts/errors.ts'
import { homeFiles } from '../contracts/home-files.ts'
import { keyPair } from '../store/key-files.ts'
import type { Store } from '../store/port.ts'
import { secretFile } from '../store/secret-file.ts'
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts'
import { doors } from './auth/doors.ts'
import { isLoopback } from './auth/is-local.ts'
import { operatorToken } from './auth/operator-token.ts'
import { commandSender } from './command/send-command.ts'
import { commandSigner } from './command/sign-command.ts'
import { createApp } from './create-app.ts'
import type { ConsoleDeps } from './deps.ts'
import { listen, stopListening } from './listen.ts'
import { controlReader } from './record/control-state.ts'
import { noTelling, type TellingSettings } from './tell/settings.ts'
import { startTelling } from './tell/start-telling.ts'
import { warningsOf } from './tell/warnings.ts'
import { watchEvents } from './watch-events.ts'

export { operatorToken } from './auth/operator-token.ts'
export { tellingSettings } from './tell/settings.ts'

export type ConsoleOptions = {
  /** holds tokens and keys */
  home: string
  host: string
  port: number
  /** the port was set by hand: taken means PORT_IN_USE; else the next free one is used */
  portByHand: boolean
  nats: { url: string; user: string; pass: string; prefix?: string }
  log: BusLog
  /** the all-in-one shares its store; else the console opens its own and closes it */
  store?: Store
  /** how people are told; without it nobody is */
  telling?: TellingSettings
  /** how long a request waits for the outcome of its command; 5000 */
  waitMs?: number
}
export type RunningConsole = AsyncDisposable & { url: string; close: () => Promise<void> }

const random = (): string => randomBytes(32).toString('base64url')
const newId = (): string => `c_${randomBytes(12).toString('hex')}`

const missing = (deps: Pick<ConsoleDeps, 'control' | 'store'>, bus: Bus) => async (): Promise<string[]> => {
  const found: string[] = bus.status() === 'connected' ? [] : ['NATS']
  try {
    if ((await deps.control()).policy === null) found.push('an applied policy')
  } catch (error) {
    const { code } = toRemitError(error)
    found.push(code === 'NOT_READY' ? 'a supervisor that has begun the control log' : `the store (${code})`)
  }
  return found
}

/** Elsewhere than on this machine nobody may rely on the operator's token alone: people.yaml must name people. */
const refuseOpenDoor = async (host: string, deps: Pick<ConsoleDeps, 'control'>): Promise<void> => {
  if (isLoopback(host)) return
  const people = (await deps.control()).policy?.people ?? []
  if (!people.some((one) => one.token_file !== undefined || one.password_file !== undefined))
    throw new RemitError('BAD_CONFIG', {
      REMIT_HOST: host,
      missing: 'people with token_file or password_file in people.yaml',
    })
}

const prepare = async (options: ConsoleOptions, store: Store, bus: Bus): Promise<ConsoleDeps> => {
  const files = homeFiles(options.home)
  await mkdir(options.home, { recursive: true, mode: 0o700 })
  await operatorToken(options.home)
  const { privateKey } = await keyPair(files.keys, 'console')
  const sessionKey = await secretFile(files.sessionKey, () => `${random()}\n`)
  const control = controlReader(store)
  const now = (): Date => new Date()
  return {
    store,
    control,
    send: commandSender({
      store,
      controlLog: async () => (await control()).log,
      sign: commandSigner(privateKey),
      publish: async (id, signed) => void (await bus.publish(bus.subjects.commands, signed, { msgId: id })),
      newId,
      now,
      pause: (ms) => pause(ms),
      waitMs: options.waitMs ?? 5000,
    }),
    ...doors({ control, now, home: options.home, sessionKey: Buffer.from(sessionKey.trim(), 'base64url') }),
    watch: watchEvents(bus),
    missing: missing({ control, store }, bus),
    warnings: warningsOf({ control, store }, (options.telling ?? noTelling).smtp !== null),
    failed: (error, route) => options.log.error({ code: error.code, route, err: error }, 'a request failed'),
    now,
    newId,
    secure: !isLoopback(options.host),
    loopback: isLoopback(options.host),
  }
}

/** Takes the address out of the home, unless another console has put its own there meanwhile. */
const withdraw = async (file: string, address: string): Promise<void> => {
  const text = await readFile(file, 'utf8').catch(() => '')
  if (text.includes(JSON.stringify(address))) await rm(file, { force: true })
}

/** Where this machine's own clients reach a console that listens there: every address is no address. */
const reachedAt = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

const serve = async (options: ConsoleOptions, store: Store, bus: Bus, stop: () => Promise<void>) => {
  const deps = await prepare(options, store, bus)
  await refuseOpenDoor(options.host, deps)
  const place = { host: options.host, port: options.port, byHand: options.portByHand }
  const listening = await listen(createApp(deps).fetch, place)
  const url = `http://${reachedAt(options.host)}:${listening.port}`
  const file = homeFiles(options.home).console
  await writeFile(file, `${JSON.stringify({ url })}\n`, { mode: 0o600 })
  options.log.info({ url }, 'the console listens')
  const telling = await startTelling({
    bus,
    deps,
    home: options.home,
    address: url,
    log: options.log,
    settings: options.telling ?? noTelling,
  })
  const close = async (): Promise<void> => {
    await withdraw(file, url)
    await stopListening(listening)
    await telling.stop()
    await stop()
  }
  return { url, close, [Symbol.asyncDispose]: close }
}

/** Starts the console; answers its address. Throws PORT_IN_USE, NATS_UNREACHABLE, STORE_UNREACHABLE, BAD_CONFIG. */
export const startConsole = async (options: ConsoleOptions): Promise<RunningConsole> => {
  const { store: file, storeKey: keyFile } = homeFiles(options.home)
  const store = options.store ?? (await openSqliteStore({ file, keyFile }))
  const closeStore = async (): Promise<void> => {
    if (options.store === undefined) await store.close()
  }
  try {
    const bus = await connectBus({ ...options.nats, name: 'console', log: options.log })
    const stop = async (): Promise<void> => {
      await bus.drain()
      await closeStore()
    }
    return await serve(options, store, bus, stop).catch(async (error: unknown) => {
      await bus.close()
      throw error
    })
  } catch (error) {
    await closeStore()
    throw error
  }
}
