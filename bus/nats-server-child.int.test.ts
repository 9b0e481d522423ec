import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'chai'
import { RemitError } from '../contracts/errors.ts'
import { findNatsServer } from '../scripts/nats-server.mjs'
import { permissionTable } from './accounts.ts'
import { silentLog } from './bus-log.ts'
import { allUsers } from './bus-names.ts'
import { ensureCredentials } from './credentials.ts'
import { startNatsServer } from './nats-server-child.ts'
import type { NatsServerOptions } from './nats-server-child.ts'
import { renderServerConfig } from './render-server-config.ts'
import { isAlive } from './server-process.ts'

const gone = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await delay(10)
}

describe('nats-server as a child', function () {
  this.timeout(30_000)
  let folder: string
  let program: string
  before(async () => {
    program = process.env['REMIT_NATS_SERVER'] ?? (await findNatsServer({ env: process.env })).path
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'remit-nats-child-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const start = async (more: Partial<NatsServerOptions> = {}) => {
    const passwords = await ensureCredentials(folder, allUsers(['triage'], ['local']))
    return startNatsServer({
      program,
      folder,
      preferredPort: 0,
      log: silentLog,
      config: (place) =>
        renderServerConfig(permissionTable({ agents: ['triage'], clients: ['local'] }), place, passwords),
      ...more,
    })
  }
  const pidOf = (server: { pid: () => number | undefined }): number => {
    const pid = server.pid()
    if (pid === undefined) throw new Error('no server runs')
    return pid
  }

  it('stops with close, and keeps its secrets from others', async () => {
    const server = await start()
    const pid = pidOf(server)
    for (const name of ['nats-server.conf', 'nats-credentials.json']) {
      const { mode } = await stat(join(folder, name))
      expect(mode & 0o777, name).to.equal(0o600)
    }
    expect(await readFile(join(folder, 'nats-server.conf'), 'utf8')).to.contain('sync_interval: always')
    await server.close()
    await gone(pid)
  })

  it('keeps the passwords that it has and adds those that are missing', async () => {
    const first = await ensureCredentials(folder, ['supervisor'])
    const second = await ensureCredentials(folder, ['supervisor', 'agent-new'])
    expect(second['supervisor']).to.equal(first['supervisor'])
    expect(second['agent-new']).to.have.lengthOf.at.least(32).and.not.equal(first['supervisor'])
  })

  it('says which port is taken when it was set by hand, else takes the next', async () => {
    const holder = createServer().listen({ host: '127.0.0.1', port: 0 })
    await once(holder, 'listening')
    const address = holder.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const failed = await start({ port }).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(failed).to.be.instanceOf(RemitError).and.to.have.property('code', 'PORT_IN_USE')
    expect(failed).to.have.nested.property('details.port', port)
    await using server = await start({ preferredPort: port })
    expect(server.port).to.be.above(port)
    holder.close()
  })

  it('starts again on the same port after kill -9', async () => {
    await using server = await start()
    const first = pidOf(server)
    process.kill(first, 'SIGKILL')
    while (server.restarts() === 0) await delay(10)
    expect(pidOf(server)).to.not.equal(first)
    await gone(first)
    await using again = await start({ preferredPort: server.port, folder: join(folder, 'second') })
    expect(again.port).to.be.above(server.port)
  })

  it('says what the server said when it does not start', async () => {
    const failed = await start({ config: () => 'nonsense {' }).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(failed).to.be.instanceOf(RemitError).and.to.have.property('code', 'BAD_CONFIG')
    expect(failed).to.have.nested.property('details.said').that.contains('Parse error')
  })

  describe('when its owner is killed', () => {
    const owner = async () => {
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, 'own-nats-server.fixture.ts'), program, folder],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      const [line] = await once(child.stdout, 'data')
      return { child, pid: Number(String(line)) }
    }

    it('stops by itself', async () => {
      const { child, pid } = await owner()
      expect(isAlive(pid)).to.equal(true)
      child.kill('SIGKILL')
      await gone(pid)
    })

    it('is ended by the next start when even its guard is gone', async () => {
      const { child, pid } = await owner()
      // A stopped server cannot follow its guard: it is still there when the next one starts.
      process.kill(pid, 'SIGSTOP')
      child.kill('SIGKILL')
      await once(child, 'exit')
      await using server = await start()
      expect(pidOf(server)).to.not.equal(pid)
      await gone(pid)
    })

    it('leaves a folder alone whose owner lives', async () => {
      const { child, pid } = await owner()
      const failed = await start().then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(failed)
        .to.be.instanceOf(RemitError)
        .and.to.have.property('message')
        .that.contains(`process ${child.pid}`)
      expect(isAlive(pid)).to.equal(true)
      child.kill('SIGKILL')
      await gone(pid)
    })
  })
})
