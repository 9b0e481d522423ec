import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { RemitError } from '../../contracts/errors.ts'

export type Sandbox = { name: string; folder: string }
export type RunningSandbox = {
  name: string
  url: string
  tokenFile: string
  data: string
  process: ChildProcess
}

const Listening = z.object({ listening: z.url() })
const patienceMs = 20_000

const keepToken = async (file: string): Promise<void> => {
  await writeFile(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' }).catch(
    (error: unknown) => {
      // One that is there already stays: a second start finds its systems again.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    },
  )
}

/**
 * Runs one sample system as a process of its own, under the Node that runs us. It ends with us: its input is a pipe
 * that closes when this process does, however that happens.
 */
const start = async (
  checkout: string,
  home: string,
  { name, folder }: Sandbox,
  extra: string[],
): Promise<RunningSandbox> => {
  const data = join(home, 'company', name)
  await mkdir(data, { recursive: true, mode: 0o700 })
  const tokenFile = join(home, 'company', `${name}.token`)
  await keepToken(tokenFile)
  const log = openSync(join(home, 'logs', `${name}.log`), 'a', 0o600)
  const main = join(checkout, folder, 'main.ts')
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      main,
      '--port',
      '0',
      '--data',
      data,
      '--token-file',
      tokenFile,
      '--with-parent',
      ...extra,
    ],
    // A group of its own: Ctrl-C is for us, and we stop it when nothing needs it any more.
    { stdio: ['pipe', 'pipe', log], detached: true },
  )
  closeSync(log)
  child.unref()
  if (!child.stdout) throw new RemitError('INTERNAL', { system: name, missing: 'its output' })
  const lines = createInterface({ input: child.stdout })
  const url = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new RemitError('TIMEOUT', { system: name, log: `${name}.log` })),
      patienceMs,
    )
    child.once('exit', (code) =>
      reject(
        new RemitError('SYSTEM_DOWN', { system: name, exit: code, log: join(home, 'logs', `${name}.log`) }),
      ),
    )
    lines.once('line', (line) => {
      clearTimeout(late)
      const told = Listening.safeParse(JSON.parse(line))
      if (told.success) resolve(told.data.listening)
      else reject(new RemitError('SYSTEM_DOWN', { system: name, said: line.slice(0, 200) }))
    })
  })
  return { name, url, tokenFile, data, process: child }
}

const stop = ({ process: child }: RunningSandbox): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    // Waited for from here on, also where nothing else keeps this process alive.
    child.ref()
    child.kill('SIGTERM')
  })

export type Sandboxes = {
  running: RunningSandbox[]
  /** what the supervisor hands to the gateway */
  places: Record<string, { url: string; tokenFile: string }>
  close: () => Promise<void>
}

/** Starts every sample system that systems.yaml names. `faults`: extra options by system, e.g. a fault to begin with. */
export const startSandboxes = async (
  checkout: string,
  home: string,
  wanted: readonly Sandbox[],
  extra: Readonly<Record<string, string[]>> = {},
): Promise<Sandboxes> => {
  await mkdir(join(home, 'logs'), { recursive: true, mode: 0o700 })
  const started = await Promise.allSettled(
    wanted.map((one) => start(checkout, home, one, extra[one.name] ?? [])),
  )
  const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = started.find((one) => one.status === 'rejected')
  if (failed) {
    // What did start would hold this process open for ever.
    await Promise.all(running.map(stop))
    throw failed.reason
  }
  return {
    running,
    places: Object.fromEntries(running.map(({ name, url, tokenFile }) => [name, { url, tokenFile }])),
    close: async () => {
      await Promise.all(running.map(stop))
    },
  }
}
