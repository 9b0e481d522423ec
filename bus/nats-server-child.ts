import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { RemitError } from '../contracts/errors.ts'
import type { BusLog } from './bus-log.ts'
import { endServer, reapServer } from './reap-server.ts'
import type { ServerSettings } from './render-server-config.ts'
import { readPid, spawnServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { choosePort, greetsAs } from './server-port.ts'
import { writeSecretFile } from './write-secret-file.ts'

export type ServerPlace = Pick<
  ServerSettings,
  'host' | 'port' | 'serverName' | 'storeDir' | 'pidFile' | 'logFile'
>

export type NatsServerOptions = {
  /** path of the nats-server program */
  program: string
  /** holds configuration, log, pid and the streams */
  folder: string
  /** set by hand: used or refused. Absent: the next free one from `preferredPort` on; 0 = any */
  port?: number | undefined
  preferredPort?: number
  host?: string
  /** makes the configuration's text for this place */
  config: (place: ServerPlace) => string
  log: BusLog
}

export type NatsServerChild = AsyncDisposable & {
  url: string
  port: number
  logFile: string
  /** the server's own process id */
  pid: () => number | undefined
  /** how often it died and was started again */
  restarts: () => number
  close: () => Promise<void>
}

const startupMs = 15_000

/**
 * Runs nats-server as a child: waits until it answers, starts it again on the same port when it dies, stops it with
 * this process, also when that is killed. A server left behind by an earlier run in the folder is ended first.
 * @throws RemitError PORT_IN_USE, or BAD_CONFIG with what the server said
 */
export const startNatsServer = async (options: NatsServerOptions): Promise<NatsServerChild> => {
  const { program, host = '127.0.0.1', preferredPort = 4222, log } = options
  const folder = resolve(options.folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files = {
    config: join(folder, 'nats-server.conf'),
    pid: join(folder, 'nats-server.pid'),
    owner: join(folder, 'nats-server.owner'),
  }
  const logFile = join(folder, 'nats-server.log')
  const serverName = `remit-${randomBytes(6).toString('hex')}`
  let port = 0
  const state = { closing: false }
  let restarts = 0
  let current: ServerProcess

  /** Resolves with nothing once it answers under our name, or with what it said when it ended instead. */
  const ready = async (server: ServerProcess): Promise<string | undefined> => {
    const ended = server.exited.then(({ code, said }) => said.trim() || `nats-server ended with ${code}`)
    const until = performance.now() + startupMs
    while (performance.now() < until) {
      const fault = await Promise.race([ended, greetsAs(host, port, serverName)])
      if (fault === true) return undefined
      if (typeof fault === 'string') return fault
      await delay(20)
    }
    server.stop()
    return `no answer within ${startupMs / 1000} s`
  }

  const start = async (): Promise<string | undefined> => {
    current = spawnServer(program, files.config)
    return ready(current)
  }

  const keepAlive = async (): Promise<void> => {
    let wait = 50
    while (!state.closing) {
      const { code } = await current.exited
      if (state.closing) return
      log.warn({ code, logFile }, 'nats-server ended unexpectedly: it is started again')
      const left = readPid(files.pid)
      if (left !== undefined) await endServer(left, files.config)
      const fault = await start()
      if (fault === undefined) {
        wait = 50
        restarts += 1
      } else if (!state.closing) {
        log.error({ fault, logFile }, 'nats-server does not start again')
        await delay(wait)
        wait = Math.min(wait * 2, 5000)
      }
    }
  }

  await reapServer(files, process.pid)
  await writeFile(files.owner, String(process.pid))
  let fault: string | undefined
  for (let tries = 0; tries < 5; tries += 1) {
    port = await choosePort(host, { byHand: options.port, preferred: preferredPort })
    const place = { host, port, serverName, storeDir: folder, pidFile: files.pid, logFile }
    await writeSecretFile(files.config, options.config(place))
    fault = await start()
    if (fault === undefined) break
    // Another program took the port in between: look for the next, unless a person chose this one.
    if (await choosePort(host, { byHand: port, preferred: port }).catch(() => undefined)) break
  }
  if (fault !== undefined) throw new RemitError('BAD_CONFIG', { program, said: fault, logFile })
  const kept = keepAlive()

  const close = async (): Promise<void> => {
    if (state.closing) return kept
    state.closing = true
    current.stop()
    const late = setTimeout(() => {
      const pid = readPid(files.pid)
      if (pid !== undefined) void endServer(pid, files.config, 500)
    }, 8000)
    await current.exited
    clearTimeout(late)
    await kept
  }
  log.info({ port, serverName, logFile }, 'nats-server runs')
  return {
    url: `nats://${host}:${port}`,
    port,
    logFile,
    pid: () => readPid(files.pid),
    restarts: () => restarts,
    close,
    [Symbol.asyncDispose]: close,
  }
}
