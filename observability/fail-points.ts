import { appendFileSync, existsSync, readFileSync } from 'node:fs'

type Action = 'kill' | 'stop'
type Armed = { name: string; action: Action; hit: number; spent: boolean }

const passed = Promise.resolve()
const hits = new Map<string, number>()
let armed: Armed[] = []
let log = ''

const parsePoint = (text: string): Armed => {
  const found = /^([a-z][a-z0-9.-]*):(kill|stop):([1-9]\d*)$/.exec(text.trim())
  const [, name, action, hit] = found ?? []
  if (name === undefined || (action !== 'kill' && action !== 'stop')) {
    throw new Error(`fail point '${text}': expected name:kill:3 or name:stop:1`)
  }
  return { name, action, hit: Number(hit), spent: false }
}

const label = (point: Armed): string => `${point.name}:${point.action}:${point.hit}`

/** A point that killed this process may not kill its successor too, so what was spent is read from the file. */
const isSpent = (point: Armed): boolean =>
  existsSync(log) &&
  readFileSync(log, 'utf8')
    .split('\n')
    .some((line) => line.startsWith(`${label(point)} `))

/**
 * Arms the named places where a test kills (SIGKILL) or stops (SIGSTOP) this process: 'name:kill:3,other:stop:1' =
 * on the third time that the place is reached. Each point acts once for all processes that share the log file, and
 * writes its line there first: the point, the process id, the time.
 * @throws Error on a spec that cannot be read.
 */
export const armFailPoints = (options: { spec: string; logFile: string }): void => {
  hits.clear()
  log = options.logFile
  armed = options.spec === '' ? [] : options.spec.split(',').map(parsePoint)
}

const act = async (due: Armed): Promise<void> => {
  due.spent = true
  if (isSpent(due)) return
  appendFileSync(log, `${label(due)} ${process.pid} ${new Date().toISOString()}\n`, { flush: true })
  process.kill(process.pid, due.action === 'kill' ? 'SIGKILL' : 'SIGSTOP')
  // The signal may arrive a moment later: nothing may happen behind a point that kills.
  if (due.action === 'kill') await new Promise<never>(() => {})
}

/** A named place. Without a spec it costs a comparison. */
export const failPoint = (name: string): Promise<void> => {
  if (armed.length === 0) return passed
  const hit = (hits.get(name) ?? 0) + 1
  hits.set(name, hit)
  const due = armed.find((point) => point.name === name && point.hit === hit && !point.spent)
  return due ? act(due) : passed
}
