import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import type { Store } from './port.ts'

/**
 * The whole record as JSON lines, one envelope a line, log by log in the order of their ids. The file is made for
 * its owner alone and must not be there yet.
 */
export const writeExport = async (
  store: Pick<Store, 'logs' | 'load'>,
  file: string,
): Promise<{ logs: number; events: number }> => {
  const output = createWriteStream(file, { flags: 'wx', mode: 0o600 })
  const done = finished(output)
  const count = { logs: 0, events: 0 }
  const put = async (log: string): Promise<void> => {
    const events = await store.load(log)
    count.logs += 1
    count.events += events.length
    const drained = output.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''))
    if (!drained) await Promise.race([once(output, 'drain'), done])
  }
  const putAll = async (): Promise<void> => {
    for (let page = await store.logs(); page.length > 0; page = await store.logs(page.at(-1)?.log)) {
      for (const { log } of page) await put(log)
    }
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

/** The lines of a JSON lines file as they are, unchecked; a line that is not JSON comes as its text. */
export async function* readExport(file: string): AsyncGenerator {
  const input = createReadStream(file, 'utf8')
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity }))
      if (line.trim()) yield parseLine(line)
  } finally {
    input.destroy()
  }
}
