import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import type { Instant } from '../contracts/envelope.ts'
import { exportLine } from './export-line.ts'
import type { ExportLine } from './export-line.ts'
import type { Store } from './port.ts'

type Exported = Pick<Store, 'logs' | 'load' | 'trailOf' | 'ledger'>

/** What the events of a log name: every object as it was kept, or that nobody can read them any more. */
const contentOf = async (store: Exported, goal: string): Promise<ExportLine[]> => {
  const found = await store.trailOf(goal)
  if (found === null) return [{ kind: 'erased', goal }]
  return [
    { kind: 'key', goal, address: found.address },
    ...found.objects.map((object): ExportLine => ({ kind: 'object', goal, ...object })),
  ]
}

/**
 * The whole record as JSON lines (docs/record.md): one envelope a line, log by log in the order of their ids, and
 * lines of other kinds around them. With `content` the objects that the events name, in plain text. The file is made
 * for its owner alone and must not be there yet.
 */
export const writeExport = async (
  store: Exported,
  file: string,
  { content, at }: { content: boolean; at: Instant },
): Promise<{ logs: number; events: number; objects: number }> => {
  const output = createWriteStream(file, { flags: 'wx', mode: 0o600 })
  const done = finished(output)
  const count = { logs: 0, events: 0, objects: 0 }
  const put = async (lines: readonly unknown[]): Promise<void> => {
    const drained = output.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    if (!drained) await Promise.race([once(output, 'drain'), done])
  }
  const putLog = async (log: string): Promise<void> => {
    const events = await store.load(log)
    count.logs += 1
    count.events += events.length
    await put(events)
    if (!content || log.startsWith('control/')) return
    const objects = await contentOf(store, log)
    count.objects += objects.filter(({ kind }) => kind === 'object').length
    await put(objects)
  }
  const putAll = async (): Promise<void> => {
    await put([exportLine({ kind: 'export', v: 1, at, content })])
    for (let page = await store.logs(); page.length > 0; page = await store.logs(page.at(-1)?.log)) {
      for (const { log } of page) await putLog(log)
    }
    const ledger = await store.ledger()
    await put(
      ledger.map(({ kind: counts, used, held, ...line }) =>
        exportLine({ kind: 'ledger', counts, ...line, used: String(used), held: String(held) }),
      ),
    )
    output.end()
  }
  await Promise.all([putAll(), done])
  return count
}

const parseLine = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    // What is no JSON is handed on as it is: whoever verifies names it, whoever replays refuses it.
    return line
  }
}

async function* linesOf(file: string): AsyncGenerator {
  const input = createReadStream(file, 'utf8')
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity }))
      if (line.trim()) yield parseLine(line)
  } finally {
    input.destroy()
  }
}

/** No event has a field `kind`; every line beside the events has. */
const isEvent = (line: unknown): boolean => typeof line !== 'object' || line === null || !('kind' in line)

/** The events of an export as they are, unchecked; a line that is not JSON comes as its text. */
export async function* readExport(file: string): AsyncGenerator {
  for await (const line of linesOf(file)) if (isEvent(line)) yield line
}

/** What stands beside the events, unchecked. */
export async function* readExportParts(file: string): AsyncGenerator {
  for await (const line of linesOf(file)) if (!isEvent(line)) yield line
}
