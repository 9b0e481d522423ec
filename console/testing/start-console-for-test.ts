import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../bus/bus-log.ts'
import { startTestNats } from '../../bus/start-nats-for-test.ts'
import type { TestNats } from '../../bus/start-nats-for-test.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import type { Store } from '../../store/port.ts'
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts'
import { startConsole } from '../start.ts'
import type { RunningConsole } from '../start.ts'
import { appendTo, controlLog, scriptedSupervisor } from './scripted-supervisor.fixture.ts'
import type { ScriptedSupervisor } from './scripted-supervisor.fixture.ts'

export type TestConsole = AsyncDisposable & {
  home: string
  url: string
  store: Store
  nats: TestNats
  supervisor: ScriptedSupervisor
  console: RunningConsole
  token: string
}

const sample = ['company.yaml', 'people.yaml', 'workflows/refunds-under-50.yaml']
const config = new URL('../../config/', import.meta.url)

/** A console over real HTTP, with its own nats-server, SQLite store and a scripted supervisor behind it. */
export const startTestConsole = async (env: Record<string, string | undefined>): Promise<TestConsole> => {
  const home = await mkdtemp(join(tmpdir(), 'remit-console-'))
  const files = homeFiles(home)
  const nats = await startTestNats(env)
  await mkdir(join(home, 'store'))
  const store = await openSqliteStore({ file: files.store, keyFile: files.storeKey })
  const texts = sample.map(async (name) => [name, await readFile(new URL(name, config), 'utf8')] as const)
  const policy = {
    digest: 'p1',
    files: Object.fromEntries(await Promise.all(texts)),
    by: 'operator',
    difference: [],
    second: null,
  }
  await appendTo(store, controlLog, 'apply-1', [{ type: 'PolicyApplied', data: policy }])
  await writeFile(join(home, 'maria-keller.token'), 'maria-keller-token-for-tests\n', { mode: 0o600 })
  const running = await startConsole({
    home,
    host: '127.0.0.1',
    port: 0,
    portByHand: false,
    nats: { url: nats.url, user: 'console', pass: nats.password('console') },
    log: silentLog,
    waitMs: 2000,
  })
  const bus = await nats.supervisor()
  const supervisor = scriptedSupervisor({ store, bus, publicKeyFile: `${files.keys}/console.pub` })
  return {
    home,
    url: running.url,
    store,
    nats,
    supervisor,
    console: running,
    token: (await readFile(files.operatorToken, 'utf8')).trim(),
    [Symbol.asyncDispose]: async () => {
      await running.close()
      await supervisor[Symbol.asyncDispose]()
      await store.close()
      await nats[Symbol.asyncDispose]()
      await rm(home, { recursive: true, force: true })
    },
  }
}
