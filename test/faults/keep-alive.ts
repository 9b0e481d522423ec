import { setTimeout as pause } from 'node:timers/promises'
import type { Installation, ProcessKind, RunningProcess } from '../harness/installation.ts'
import type { Dice } from './dice.ts'
import { readActed } from './fail-plan.ts'

/** What a service manager does: starts again what has ended, after a moment, as long as it is on. */
export const keepAlive = (remit: Installation, dice: Dice, failLog: string) => {
  const wanted = new Map<ProcessKind, number>()
  for (const { kind } of remit.running()) wanted.set(kind, (wanted.get(kind) ?? 0) + 1)
  const stopping = new AbortController()
  let thawed = 0
  let restarts = 0

  const startMissing = (): void => {
    for (const [kind, count] of wanted) {
      const there = remit.running().filter((one) => one.kind === kind).length
      for (let missing = count - there; missing > 0; missing -= 1) {
        remit.start(kind)
        restarts += 1
      }
    }
  }
  /** A process that stopped itself at a fail point goes on after a while: sometimes within its leases, sometimes after. */
  const thaw = (): void => {
    const stops = readActed(failLog).filter(({ action }) => action === 'stop')
    for (const { pid } of stops.slice(thawed)) {
      const stopped = remit.running().find((one) => one.pid === pid)
      void pause(500 + dice.below(8000)).then(() => stopped?.kill('SIGCONT'))
    }
    thawed = stops.length
  }
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      thaw()
      await pause(100 + dice.below(300), undefined, { signal: stopping.signal }).catch(() => undefined)
      if (!stopping.signal.aborted) startMissing()
    }
  }
  const looping = loop()
  return {
    restarts: () => restarts,
    stop: async () => {
      stopping.abort()
      await looping
    },
  }
}

/** Kills or stops what it likes; a stopped process goes on later. Returns what it did, in its order. */
export const assault = async (
  remit: Installation,
  dice: Dice,
  signal: AbortSignal,
  everyMs: number,
): Promise<string[]> => {
  const did: string[] = []
  const targets = (): RunningProcess[] => {
    const kind = dice.pick(['supervisor', 'worker', 'gateway', 'all'] as const)
    const running = remit.running()
    if (kind === 'all') return running
    const those = running.filter((one) => one.kind === kind)
    return those.length === 0 ? [] : [dice.pick(those)]
  }
  while (!signal.aborted) {
    await pause(everyMs / 2 + dice.below(everyMs), undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
    const struck = targets()
    const stop = dice.chance(0.4)
    const ms = 500 + dice.below(8000)
    did.push(`${stop ? `stop ${ms} ms` : 'kill'} ${struck.map((one) => one.kind).join(' ')}`)
    for (const one of struck) {
      one.child.kill(stop ? 'SIGSTOP' : 'SIGKILL')
      if (stop) void pause(ms).then(() => one.child.kill('SIGCONT'))
    }
  }
  return did
}
