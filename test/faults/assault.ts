import { setTimeout as pause } from 'node:timers/promises'
import type { Installation, RunningProcess } from '../harness/installation.ts'
import type { Dice } from './dice.ts'

/** Kills or stops what it likes, until told to end and what it stopped goes on. Returns what it did, in its order. */
export const assault = async (
  remit: Installation,
  dice: Dice,
  signal: AbortSignal,
  everyMs: number,
): Promise<string[]> => {
  const did: string[] = []
  const thawing: Promise<unknown>[] = []
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
      if (stop) thawing.push(pause(ms).then(() => one.child.kill('SIGCONT')))
    }
  }
  await Promise.all(thawing)
  return did
}
