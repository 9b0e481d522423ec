import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { userOfAgent } from '../bus/bus-names.ts'
import type { TestNats } from '../bus/start-nats-for-test.ts'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

/** A home with credentials, in which several worker processes may run one after the other or beside each other. */
export const workerHome = async (nats: TestNats, agents: readonly string[]) => {
  const home = await mkdtemp(join(tmpdir(), 'remit-worker-'))
  const passwords = Object.fromEntries(
    agents.map((agent) => [userOfAgent(agent), nats.password(userOfAgent(agent))]),
  )
  const creds = join(home, 'credentials.json')
  await writeFile(creds, JSON.stringify(passwords))
  const children: ReturnType<typeof spawn>[] = []
  return {
    home,
    start: (env: Record<string, string> = {}) => {
      const child = spawn(process.execPath, [main], {
        env: {
          REMIT_HOME: home,
          NATS_URL: nats.url,
          NATS_CREDS: creds,
          AGENTS: agents.join(','),
          LOG_LEVEL: 'warn',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      children.push(child)
      let text = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (piece: Buffer) => {
          text += piece.toString('utf8')
        })
      const ended = once(child, 'close').then(([code, signal]: unknown[]) => signal ?? code)
      return { kill: (signal: NodeJS.Signals) => child.kill(signal), ended, said: () => text }
    },
    [Symbol.asyncDispose]: async () => {
      const left = children.filter((child) => child.exitCode === null && child.signalCode === null)
      await Promise.all(
        left.map((child) => {
          const gone = once(child, 'exit')
          child.kill('SIGKILL')
          return gone
        }),
      )
      await rm(home, { recursive: true, force: true })
    },
  }
}
