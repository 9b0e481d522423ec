import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { CommandAnswer, Halts } from '../../contracts/http/answers.ts'
import { readControlEvent, readGoalEvent } from '../../contracts/events.ts'
import { goalSender } from '../faults/send-goal.ts'
import { startInstallation, type Installation } from '../harness/installation.ts'
import { sampleConfig, wideCaps } from '../integration/sample-config.fixture.ts'

/**
 * A halt of everything under load: two supervisors, two gateways and two workers in processes of their own, refunds
 * under way. Printed is the time from the commit of the halt to the last write that reached a system (by the shop's own
 * journal, so rather more than the write itself), and what was still done after that: it must be nothing, though
 * agents go on asking. Exit code 1 where an effect comes more than a second after the commit.
 */
const goals = Number(process.argv[2] ?? 90)
const haltAfter = Number(process.argv[3] ?? 12)
const watchMs = 6000
const mostMs = 1000

const Row = z.object({ at: z.string(), tool: z.string() })
const writes = async ({ shop }: Installation): Promise<string[]> => {
  const text = await readFile(join(shop.data, 'shop.journal.jsonl'), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Row.parse(JSON.parse(line)).at)
}

const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + 90_000
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within 90 s: ${what}`)
    await pause(20)
  }
}

const haltedAt = async ({ store }: Installation): Promise<number> => {
  const events = (await store.load('control/sample')).map(readControlEvent)
  const halted = events.findLast(({ type }) => type === 'Halted')
  if (halted === undefined) throw new Error('no halt in the record')
  return Date.parse(halted.meta.at)
}

/** Claims by their times, and how many goals have a task that nobody may go on with: the load that the halt holds. */
const recorded = async ({ store }: Installation) => {
  const begun: number[] = []
  for (const { log } of await store.logs('g_', 100_000))
    if (log.startsWith('g_'))
      for (const event of (await store.load(log)).map(readGoalEvent))
        if (event.type === 'EffectStarted') begun.push(Date.parse(event.meta.at))
  return begun
}

const main = async (): Promise<void> => {
  await using config = await sampleConfig(wideCaps)
  await using run = await startInstallation({
    config: config.folder,
    processes: { supervisor: 2, gateway: 2, worker: 2 },
  })
  await run.ready()
  const client = await run.client()
  const order = (path: 'halts' | 'mode', body: unknown, segments: Record<string, string> = {}) =>
    client.call({ path, segments, method: 'POST', body, answer: CommandAnswer })
  const name = 'refunds-under-50'
  await order('mode', { mode: 'act-low-risk', note: 'for the bench' }, { name })
  const before = (await writes(run)).length
  const sender = await goalSender(run.natsUrl)
  const sent = (async () => {
    for (let n = 0; n < goals; n += 1) {
      const text = `Refund 15 EUR for order ${1101 + (n % 99)}, it arrived broken`
      await sender.send({ id: `halt-${n}`, kind: 'low', text }, false)
    }
  })()
  await until(`${haltAfter} refunds`, async () => (await writes(run)).length - before >= haltAfter)
  await order('halts', { scope: 'everything', reads: false, note: 'for the bench' })
  const at = await haltedAt(run)
  await sent
  await pause(watchMs)
  const after = (await writes(run)).map(Date.parse).filter((time) => time > at)
  const last = Math.max(0, ...after.map((time) => time - at))
  const claims = (await recorded(run)).filter((time) => time > at)
  const late = after.filter((time) => time - at > mostMs).length
  const { items } = await run.store.goals({ open: true, limit: 200 })
  console.log(
    `refunds before the halt                              ${(await writes(run)).length - before - after.length}`,
  )
  console.log(`goals that stand under it                            ${items.length} of ${goals}`)
  console.log(
    `from the commit to the last write to a system        ${last} ms (${after.length} writes after the commit)`,
  )
  console.log(`effects begun by a decision after the commit         ${claims.length}`)
  console.log(`effects in the ${watchMs / 1000} s after that                         ${late}`)
  if (items.length === 0) throw new Error('nothing stood under the halt: there was no load')
  const { data } = await client.call({ path: 'halts', answer: Halts })
  for (const { id } of data.items)
    await client.call({ path: 'halt', segments: { id }, method: 'DELETE', body: {}, answer: CommandAnswer })
  const held = (await writes(run)).length
  await until('a refund after the halt was lifted', async () => (await writes(run)).length > held)
  console.log('lifted: refunds go on')
  await sender.close()
  process.exitCode = late > 0 ? 1 : 0
}

await main()
