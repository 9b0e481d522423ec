import type { BusLog } from '../bus/bus-log.ts'
import type { SystemSetting } from '../contracts/platform.ts'
import type { CallOutcome } from './call-outcome.ts'
import type { ToolCall } from './call-tool.ts'
import { createLine, type Line } from './line.ts'
import { listTools } from './list-tools.ts'
import type { PinnedTool } from './pinned-tool.ts'

export type SystemState = {
  readonly reachable: boolean
  readonly error: string | undefined
  /** by full name; the last known ones while the system is out of reach */
  readonly tools: ReadonlyMap<string, PinnedTool>
}

export type SystemConnection = {
  readonly setting: SystemSetting
  /** takes a setting that leaves the connection as it is: other reads, keys, probes */
  update(setting: SystemSetting): void
  state(): SystemState
  /** resolves when the system was asked for its tools once, whether it answered or not */
  readonly tried: Promise<void>
  call(tool: PinnedTool, call: ToolCall): Promise<CallOutcome>
  close(): Promise<void>
}

type Deps = {
  log: BusLog
  relistMs: number
  /** first and longest wait between two attempts at a system that is out of reach */
  backoffMs: { first: number; longest: number }
  onChange: () => void
}

const words = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 300)

const fingerprint = (state: SystemState): string =>
  JSON.stringify([
    state.reachable,
    [...state.tools.values()].map(({ definition }) => definition.hash).toSorted(),
  ])

/**
 * Keeps one system at hand: connects, lists its tools, asks again on a timer, and tries again with backoff while it
 * is down. Never throws: what is wrong with a system is in its state and the log.
 */
export const connectSystem = (first: SystemSetting, deps: Deps): SystemConnection => {
  let setting = first
  const timeoutMs = setting.timeoutSeconds * 1000
  let line: Line | undefined
  let state: SystemState = { reachable: false, error: 'not connected yet', tools: new Map() }
  let failures = 0
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> = Promise.resolve()

  const become = (next: SystemState): void => {
    const changed = fingerprint(next) !== fingerprint(state) || next.error !== state.error
    if (next.reachable !== state.reachable || next.error !== state.error) {
      const said = { system: setting.name, error: next.error, tools: next.tools.size }
      if (next.reachable) deps.log.info(said, 'system is reachable')
      else deps.log.warn(said, 'system is out of reach; trying again')
    }
    state = next
    if (changed) deps.onChange()
  }

  const drop = (): void => {
    const gone = line
    // First: its end is then ours, and no news.
    line = undefined
    gone?.retire()
  }

  const ask = async (): Promise<void> => {
    try {
      line ??= await createLine(setting, (gone) => {
        if (line !== gone) return
        line = undefined
        become({ ...state, reachable: false, error: 'the connection was closed' })
        schedule(deps.backoffMs.first)
      })
      const { tools, faults } = await listTools(line.client, setting.name, state.tools, timeoutMs)
      for (const fault of faults) deps.log.error({ system: setting.name, ...fault }, 'tool left out')
      failures = 0
      become({ reachable: true, error: undefined, tools })
    } catch (error) {
      failures += 1
      drop()
      if (!closed) become({ ...state, reachable: false, error: words(error) })
    }
    if (closed) drop()
    schedule(state.reachable ? deps.relistMs : backoff())
  }

  const backoff = (): number =>
    Math.min(deps.backoffMs.longest, deps.backoffMs.first * 2 ** Math.min(failures - 1, 10))

  const schedule = (ms: number): void => {
    clearTimeout(timer)
    if (closed) return
    timer = setTimeout(() => {
      round = round.then(ask)
    }, ms)
  }

  round = ask()
  return {
    get setting() {
      return setting
    },
    update(next) {
      setting = next
    },
    state: () => state,
    tried: round,
    async call(tool, call) {
      if (!line) return { kind: 'unsent', code: 'SYSTEM_DOWN', message: state.error ?? 'not connected' }
      const outcome = await line.call(tool, call)
      // Ask at once, so that an offer says soon that the system is gone.
      if (outcome.kind === 'unsent' && outcome.code === 'SYSTEM_DOWN') schedule(0)
      return outcome
    },
    async close() {
      closed = true
      clearTimeout(timer)
      drop()
      await round
    },
  }
}
