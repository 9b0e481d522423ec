/** A die that only its seed moves, so that a run of the model is told again by its numbers alone. */
export type Dice = {
  /** 0 to sides - 1 */
  roll: (sides: number) => number
  /** true once in so many rolls */
  once: (sides: number) => boolean
  pick: <T>(from: readonly T[]) => T | undefined
}

/** mulberry32 (T. Ettinger, public domain). */
export const createDice = (seed: number): Dice => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const roll = (sides: number): number => Math.floor(next() * sides)
  return { roll, once: (sides) => roll(sides) === 0, pick: (from) => from[roll(from.length)] }
}
