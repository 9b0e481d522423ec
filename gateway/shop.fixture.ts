import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { SystemSetting } from '../contracts/platform.ts'

const token = 'a-token-for-the-gateway'
const main = join(import.meta.dirname, '../examples/company/shop/main.ts')
const Listening = z.object({ listening: z.url() })
const Row = z.object({
  tool: z.string(),
  key: z.string().nullable(),
  args: z.record(z.string(), z.unknown()),
})

/** The sample shop as a process of its own, reached as any stranger would reach it. */
export const startShop = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-shop-'))
  const tokenFile = join(folder, 'token')
  writeFileSync(tokenFile, `${token}\n`)
  const open = async (port: string) => {
    const args = [main, '--port', port, '--data', folder, '--token-file', tokenFile, '--with-parent']
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    const [line] = await once(createInterface(child.stdout), 'line')
    return { child, url: Listening.parse(JSON.parse(String(line))).listening }
  }
  let { child, url } = await open('0')
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  const setting: SystemSetting = {
    name: 'shop',
    url,
    tokenFile,
    timeoutSeconds: 5,
    maxBytes: 1_000_000,
    reads: ['get_order', 'get_refund', 'get_customer'],
    idempotency: { refund_order: { pass: '_meta.idempotencyKey', keepsSeconds: 3600 } },
    probe: [
      {
        tool: 'refund_order',
        args: { order_id: 'sandbox-1', amount: 0.01, reason: 'probe' },
        lookup: { tool: 'shop.get_order', args: { id: 'sandbox-1' } },
      },
    ],
  }
  return {
    setting,
    /** the next call of the tool meets this fault */
    async fault(tool: string, fault: string) {
      const body = JSON.stringify({ tool, fault, count: 1 })
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const answer = await fetch(new URL('/faults', url), { method: 'POST', headers, body })
      if (!answer.ok) throw new Error(await answer.text())
    },
    /** what the shop itself wrote down of this order */
    journal: (order: string) =>
      readFileSync(join(folder, 'shop.journal.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => Row.parse(JSON.parse(line)))
        .filter(({ args }) => args['order_id'] === order),
    end,
    async restart() {
      ;({ child, url } = await open(new URL(url).port))
    },
    async [Symbol.asyncDispose]() {
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type Shop = Awaited<ReturnType<typeof startShop>>
