import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { ChatRequest } from './chat-request.ts'
import type { Mode } from './modes.ts'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const Line = z.object({ port: z.int() })
const Heard = z.array(z.object({ request: ChatRequest, fault: z.string().nullable() }))

/** The stub in a process of its own: base URL for OPENAI_BASE_URL, its mode, and what it heard since the last mode. */
export const spawnModelStub = async (options: { script?: string } = {}) => {
  const script = options.script === undefined ? [] : ['--script', options.script]
  const child = spawn(process.execPath, [main, '--port', '0', ...script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const line = await Promise.race([
    once(lines, 'line').then(([text]: unknown[]) => String(text)),
    once(child, 'exit').then(([code]: unknown[]) => {
      throw new Error(`the model stub ended with ${String(code)}`)
    }),
  ])
  const origin = `http://127.0.0.1:${Line.parse(JSON.parse(line)).port}`
  return {
    baseUrl: `${origin}/v1`,
    setMode: async (mode: z.input<typeof Mode> | z.input<typeof Mode>[]) => {
      const answer = await fetch(`${origin}/mode`, { method: 'POST', body: JSON.stringify(mode) })
      if (!answer.ok) throw new Error(await answer.text())
    },
    heard: async () => Heard.parse(await (await fetch(`${origin}/heard`)).json()),
    [Symbol.asyncDispose]: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}
export type SpawnedModelStub = Awaited<ReturnType<typeof spawnModelStub>>
