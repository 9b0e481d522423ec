import type { BusLog } from '../bus/bus-log.ts'
import type { ControlBeat, Halt, Settings } from '../contracts/platform.ts'
import { Withheld } from './dispatch.ts'
import { haltedBy, type CallTarget } from './halted-by.ts'

export type SettingsKeeper = {
  current(): Settings
  /** the newest halts: those of the last beat or answer */
  halts(): readonly Halt[]
  hear(beat: ControlBeat): Promise<void>
  /** asks again now. Throws what the question fails with. */
  renew(): Promise<Settings>
  /** asks again when nothing was heard for a while. False when there is still silence: then no call is made. */
  fresh: () => Promise<boolean>
  /** for the last moment before the socket write. Throws Withheld: HALTED, or NOT_READY after silence. */
  mayCall(target: CallTarget, kind: 'read' | 'write'): void
  /** milliseconds of the supervisor's clock, the later end of what it can be */
  now: () => number
}

type Deps = {
  ask: () => Promise<Settings>
  onChange: (settings: Settings) => void
  log: BusLog
  silenceMs: number
  wait: (ms: number) => Promise<void>
}

/**
 * Holds what the supervisor says is in force. Asks until it is there; afterwards a beat keeps it alive, and a beat
 * with another version brings the new settings. Halts of a beat count at once, before the settings are asked for.
 */
export const keepSettings = async (deps: Deps): Promise<SettingsKeeper> => {
  let halts: readonly Halt[] = []
  let heardAt = 0
  let offset = 0
  let asking: Promise<Settings> | undefined

  const ask = async (): Promise<Settings> => {
    const asked = Date.now()
    const settings = await deps.ask()
    // The answer's time is at or after the question: so this errs to the later side, and a lease to the shorter.
    offset = Date.parse(settings.now) - asked
    heardAt = performance.now()
    halts = settings.halts
    return settings
  }

  const firstAnswer = async (): Promise<Settings> => {
    for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 5000)) {
      try {
        return await ask()
      } catch (error) {
        deps.log.warn({ error: String(error) }, 'no settings yet; asking the supervisor again')
        await deps.wait(waitMs)
      }
    }
  }

  let settings = await firstAnswer()

  const renewOnce = async (): Promise<Settings> => {
    try {
      const next = await ask()
      const changed = next.version !== settings.version
      settings = next
      if (changed) deps.onChange(next)
      return next
    } finally {
      asking = undefined
    }
  }

  const renew = (): Promise<Settings> => {
    asking ??= renewOnce()
    return asking
  }

  const silent = (): boolean => performance.now() - heardAt > deps.silenceMs

  return {
    current: () => settings,
    halts: () => halts,
    now: () => Date.now() + offset,
    async hear(beat) {
      heardAt = performance.now()
      halts = beat.halts
      if (beat.version !== settings.version) await renew()
    },
    renew,
    async fresh() {
      if (!silent()) return true
      try {
        await renew()
        return true
      } catch (error) {
        deps.log.warn({ error: String(error) }, 'the supervisor is silent; no call is made')
        return false
      }
    },
    mayCall(target, kind) {
      if (silent()) throw new Withheld('NOT_READY', 'the supervisor was not heard; no call without it')
      const halt = haltedBy(halts, target, kind)
      if (halt) throw new Withheld('HALTED', `${halt.scope} is halted by ${halt.by} since ${halt.at}`)
    },
  }
}
