export type Dice = {
  /** a whole number from 0 to below `sides` */
  below: (sides: number) => number
  chance: (probability: number) => boolean
  pick: <T>(items: readonly T[]) => T
  /** dice of its own for one purpose, so that what one part throws does not move the throws of another */
  fork: (purpose: string) => Dice
}

/** Mulberry32: small, and the same on every machine. */
const mulberry = (seed: number) => {
  let state = seed >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const seedOf = (seed: number, purpose: string): number =>
  Buffer.from(purpose).reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193) >>> 0, seed ^ 0x811c9dc5)

/** Everything random of a run comes from these. What the machine's own timing adds, a seed cannot repeat. */
export const makeDice = (seed: number): Dice => {
  const next = mulberry(seed)
  const below = (sides: number): number => Math.floor(next() * sides)
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[below(items.length)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    fork: (purpose) => makeDice(seedOf(seed, purpose)),
  }
}
