import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Played } from './played.fixture.ts'

const root = join(import.meta.dirname, '..', '..')
const Address = z.object({ url: z.string() })

/** A real console in a process of its own, in the home of the played installation. */
export const startConsoleProcess = async (run: Played, environment: Record<string, string>) => {
  const creds = join(run.home, 'console-creds.json')
  await writeFile(creds, JSON.stringify({ console: run.nats.password('console') }), { mode: 0o600 })
  const child = spawn(process.execPath, ['console/main.ts'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'] ?? '',
      REMIT_HOME: run.home,
      REMIT_PORT: '0',
      NATS_URL: run.nats.url,
      NATS_CREDS: creds,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => said.push(part.toString()))
  const ended = once(child, 'exit')
  const url = (): Promise<string> =>
    run.until('the console listens', async () => {
      const text = await readFile(join(run.home, 'console.json'), 'utf8').catch(() => '')
      return (
        text !== '' && said.join('').includes('the console listens') && Address.parse(JSON.parse(text)).url
      )
    })
  return {
    said: () => said.join(''),
    ended,
    url,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}
