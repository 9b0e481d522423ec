import { existsSync, readFileSync } from 'node:fs'
import type { Dice } from './dice.ts'

export type Acted = { name: string; action: 'kill' | 'stop'; pid: number }

/** How often a place may be passed before it acts: each process counts from its start, and few effects pass through one. */
const latest = (name: string): number =>
  name.startsWith('gateway.') || name === 'worker.before-park' ? (name === 'gateway.after-lookup' ? 1 : 2) : 5

/** Between its claim and its write: who sleeps here may wake when the effect is another's. */
const heldClaim = 'gateway.before-call'

/**
 * Which places kill, and on which time that they are reached; a few stop the process there instead, once more, and
 * the one where nothing but the claim keeps a second gateway from writing stops it again and again.
 * @param points the places to kill at
 */
export const failSpec = (points: readonly string[], dice: Dice): string => {
  const kills = points.map((name) => `${name}:kill:${1 + dice.below(latest(name))}`)
  const stops = points.filter(() => dice.chance(0.2)).map((name) => `${name}:stop:${1 + dice.below(6)}`)
  const sleeps = points.includes(heldClaim) ? [1, 2, 3, 4, 5].map((hit) => `${heldClaim}:stop:${hit}`) : []
  return [...new Set([...kills, ...stops, ...sleeps])].join(',')
}

const Line = /^([a-z.-]+):(kill|stop):\d+ (\d+) /

/** What the points did so far, by the file that all processes write to before they die. */
export const readActed = (file: string): Acted[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line): Acted[] => {
          const [, name, action, pid] = Line.exec(line) ?? []
          if (name === undefined || (action !== 'kill' && action !== 'stop')) return []
          return [{ name, action, pid: Number(pid) }]
        })
    : []
