import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { z } from 'zod'

export const SECRET = 'a-token-for-tests'

const Listening = z.object({ listening: z.url() })
const Journal = z.object({
  seq: z.int(),
  at: z.iso.datetime(),
  tool: z.string(),
  key: z.string().nullable(),
  args: z.record(z.string(), z.unknown()),
  result: z.record(z.string(), z.unknown()),
})

/** A fresh folder with a token file, removed at the end. */
export const freshFolder = () => {
  const path = mkdtempSync(join(tmpdir(), 'company-'))
  writeFileSync(join(path, 'token'), `${SECRET}\n`)
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

export const readJournal = (folder: string, name: string): z.infer<typeof Journal>[] =>
  readFileSync(join(folder, `${name}.journal.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Journal.parse(JSON.parse(line)))

/** A system in its own process on a free port; ended with the test. */
export const startForTest = async (name: 'shop' | 'helpdesk', folder: string, ...options: string[]) => {
  const main = join(import.meta.dirname, '..', name, 'main.ts')
  const args = [main, '--port', '0', '--data', folder, '--token-file', join(folder, 'token'), ...options]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const first = await Promise.race([once(createInterface(child.stdout), 'line'), ended])
  const { listening: url } = Listening.parse(JSON.parse(String(first[0])))

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal)
    await ended
    return child.exitCode
  }
  return {
    url,
    child,
    ended,
    end,
    /** A connected client of the newest revision, or of the 2025 one. */
    connect: async (mode: 'auto' | 'legacy' = 'auto', token = SECRET) => {
      const client = new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode } })
      await client.connect(
        new StreamableHTTPClientTransport(new URL(url), { authProvider: { token: async () => token } }),
      )
      return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() })
    },
    /** A request to the back door. */
    post: async (path: string, body: unknown, method = 'POST') =>
      fetch(new URL(path, url), {
        method,
        headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: JSON.stringify(body) }),
      }),
    [Symbol.asyncDispose]: async () => {
      await end('SIGKILL')
    },
  }
}

export type Connected = Awaited<ReturnType<Awaited<ReturnType<typeof startForTest>>['connect']>>

/** Calls a tool and gives its structured result, whether it is one or a failure. */
export const call = async (
  client: Connected,
  name: string,
  args: Record<string, unknown>,
  key?: string,
): Promise<Record<string, unknown>> => {
  const meta = key !== undefined && { _meta: { idempotencyKey: key } }
  const result = await client.callTool({ name, arguments: args, ...meta }, { timeout: 10_000 })
  return z.record(z.string(), z.unknown()).parse(result.structuredContent)
}
