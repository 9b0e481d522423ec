import { setTimeout as pause } from 'node:timers/promises'
import type { Installation, ProcessKind } from '../harness/installation.ts'
import type { Dice } from './dice.ts'
import { readActed } from './fail-plan.ts'

/** What a service manager does: starts again what has ended, after a moment, as long as it is on. */
export const keepAlive = (remit: Installation, dice: Dice, failLog: string) => {
  const wanted = new Map<ProcessKind, number>()
  for (const { kind } of remit.running()) wanted.set(kind, (wanted.get(kind) ?? 0) + 1)
  const stopping = new AbortController()
  let seen = 0
  const thawing: Promise<void>[] = []
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
    for (const { pid } of stops.slice(seen)) {
      const stopped = remit.running().find((one) => one.pid === pid)
      thawing.push(pause(500 + dice.below(8000)).then(() => stopped?.kill('SIGCONT')))
    }
    seen = stops.length
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
      await Promise.all(thawing)
    },
  }
}
