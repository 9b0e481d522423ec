import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { permissionTable } from '../../bus/accounts.ts'
import { allUsers, openClient } from '../../bus/bus-names.ts'
import { silentLog } from '../../bus/bus-log.ts'
import { ensureCredentials } from '../../bus/credentials.ts'
import { startNatsServer, type NatsServerChild } from '../../bus/nats-server-child.ts'
import { renderServerConfig } from '../../bus/render-server-config.ts'
import { apiClient, type ApiClient } from '../../cli/api-client.ts'
import { findConsole } from '../../cli/find-console.ts'
import { startSandboxes, type RunningSandbox } from '../../cli/up/start-sandboxes.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import type { Store } from '../../store/port.ts'
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts'
import { findNatsServer } from '../../scripts/nats-server.mjs'
import { foundAgentNames } from '../../worker/found-agent-names.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export type ProcessKind = 'supervisor' | 'gateway' | 'worker' | 'console'

/** One process of an installation: its own Node, its own main.ts, its log in the home. */
export type RunningProcess = {
  kind: ProcessKind
  child: ChildProcess
  pid: number
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  kill: (signal?: NodeJS.Signals) => Promise<void>
}

export type Installation = AsyncDisposable & {
  home: string
  natsUrl: string
  nats: NatsServerChild
  shop: RunningSandbox
  helpdesk: RunningSandbox
  /** every process that was started and has not ended */
  running: () => RunningProcess[]
  start: (kind: ProcessKind, env?: Record<string, string>) => RunningProcess
  client: () => Promise<ApiClient>
  /** the record, read by a connection of the test's own */
  store: Store
  /** resolves when a submission would be decided: policy compiled, console up */
  ready: () => Promise<void>
  close: () => Promise<void>
}

export type InstallationOptions = {
  /** how many of each process to begin with; 1 */
  processes?: Partial<Record<ProcessKind, number>>
  /** environment for all processes, e.g. REMIT_FAIL_POINTS */
  env?: Record<string, string>
  /** another policy folder than config/ */
  config?: string
  /** extra options of the sample systems, e.g. `{ shop: ['--fault', 'refund_order=500'] }` */
  faults?: Record<string, string[]>
  /** client accounts beside `local` */
  clients?: string[]
  /** where the processes' code lies: this checkout, or a copy of it that a test has changed */
  checkout?: string
}

const until = async (what: string, holds: () => Promise<boolean>, patienceMs = 40_000): Promise<void> => {
  const end = performance.now() + patienceMs
  while (performance.now() < end) {
    if (await holds().catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`not within ${patienceMs / 1000} s: ${what}`)
}

/**
 * A whole installation in a fresh home: nats-server, the sample systems and each process on its own, on free ports.
 * What it starts it stops; sample systems and nats-server outlive any process that is killed.
 */
export const startInstallation = async (options: InstallationOptions = {}): Promise<Installation> => {
  const home = await mkdtemp(join(tmpdir(), 'remit-'))
  const checkout = options.checkout ?? root
  const files = homeFiles(home)
  await mkdir(join(home, 'logs'), { recursive: true })
  const agents = await foundAgentNames()
  const clients = options.clients ?? []
  const passwords = await ensureCredentials(files.nats, allUsers(agents, [openClient, ...clients]))
  const found = await findNatsServer({ log: () => undefined })
  const nats = await startNatsServer({
    program: found.path,
    folder: files.nats,
    port: 0,
    config: (place) =>
      renderServerConfig(
        permissionTable({ agents, clients: [openClient, ...clients] }),
        { ...place, lazySync: found.lazySync, openUser: `client-${openClient}` },
        passwords,
      ),
    log: silentLog,
  })
  const sandboxes = await startSandboxes(
    checkout,
    home,
    [
      { name: 'shop', folder: 'examples/company/shop' },
      { name: 'helpdesk', folder: 'examples/company/helpdesk' },
    ],
    options.faults,
  )
  const [shop, helpdesk] = sandboxes.running
  if (!shop || !helpdesk) throw new Error('the sample systems did not start')
  const store = await openSqliteStore({ file: files.store, keyFile: files.storeKey })
  const running = new Set<RunningProcess>()
  // A test program that fails in the middle leaves nobody behind.
  const endAll = (): void => {
    for (const { child } of running) child.kill('SIGKILL')
  }
  process.once('exit', endAll)
  const start = (kind: ProcessKind, env: Record<string, string> = {}): RunningProcess => {
    const log = createWriteStream(join(home, 'logs', `${kind}.log`), { flags: 'a' })
    const child = spawn(
      process.execPath,
      [...process.execArgv.filter((arg) => !arg.includes('mocha')), join(checkout, kind, 'main.ts')],
      {
        env: {
          PATH: process.env['PATH'],
          REMIT_HOME: home,
          REMIT_CONFIG: options.config ?? join(checkout, 'config'),
          REMIT_SANDBOXES: JSON.stringify(sandboxes.places),
          REMIT_PORT: '0',
          REMIT_PROBE: '1',
          NATS_URL: nats.url,
          LOG_LEVEL: 'info',
          ...options.env,
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    child.stdout.pipe(log, { end: false })
    child.stderr.pipe(log, { end: false })
    const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
      child.once('exit', (code, signal) => {
        running.delete(one)
        resolve({ code, signal })
      })
    })
    const one: RunningProcess = {
      kind,
      child,
      pid: child.pid ?? 0,
      exited,
      kill: async (signal = 'SIGKILL') => {
        child.kill(signal)
        if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await exited
      },
    }
    running.add(one)
    return one
  }
  const client = async (): Promise<ApiClient> =>
    apiClient(
      await findConsole(
        {
          home,
          config: '',
          port: 1,
          url: undefined,
          token: undefined,
          natsUrl: undefined,
          natsServer: undefined,
        },
        {},
      ),
    )
  const ready = (): Promise<void> =>
    until('the installation is ready', async () => {
      const { submitting } = await import('./submitting.ts')
      return submitting(nats.url)
    })
  const close = async (): Promise<void> => {
    process.removeListener('exit', endAll)
    await Promise.all(
      [...running].map(async (one) => {
        one.child.kill('SIGCONT')
        await one.kill('SIGKILL')
      }),
    )
    await store.close()
    await sandboxes.close()
    await nats.close()
    if (process.env['REMIT_TEST_KEEP'] === undefined) await rm(home, { recursive: true, force: true })
  }
  await writeFile(join(home, 'sandboxes.json'), JSON.stringify(sandboxes.places))
  for (const kind of ['supervisor', 'console', 'gateway', 'worker'] as const)
    for (let n = 0; n < (options.processes?.[kind] ?? 1); n += 1) start(kind)
  return {
    home,
    natsUrl: nats.url,
    nats,
    shop,
    helpdesk,
    running: () => [...running],
    start,
    client,
    store,
    ready,
    close,
    [Symbol.asyncDispose]: close,
  }
}
