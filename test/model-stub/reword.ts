import { z } from 'zod'

/** mulberry32: small, seeded, good enough to shuffle with. Numbers in [0, 1). */
export const seeded = (seed: number) => {
  let state = seed >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const reasons = [
  'broken',
  'It arrived broken.',
  'Arrived damaged; customer asks for a refund',
  'défectueux à l’arrivée',
  'n/a',
]

const numberText = (value: number, random: () => number): string => {
  const text = String(value)
  const decimal = text.includes('.') ? text : `${text}.0`
  return [text, decimal, `${decimal}0`, `"${text}"`, `"${decimal}"`][Math.floor(random() * 5)] ?? text
}

/**
 * The same call in other words: reason, order of the keys, white space, and the amount as 30, 30.0 or "30". JSON text,
 * because 30.0 exists only there.
 */
export const reword = (args: string, seed: number): string => {
  const random = seeded(seed)
  const fields = Object.entries(z.record(z.string(), z.unknown()).parse(JSON.parse(args)))
  const shuffled = fields
    .map((field) => ({ field, at: random() }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ field }) => field)
  const space = random() < 0.5 ? '' : ' '
  const texts = shuffled.map(([name, value]) => {
    const said =
      name === 'reason' ? JSON.stringify(reasons[Math.floor(random() * reasons.length)]) : undefined
    const text = said ?? (typeof value === 'number' ? numberText(value, random) : JSON.stringify(value))
    return `${JSON.stringify(name)}:${space}${text}`
  })
  return `{${texts.join(`,${space}`)}}`
}
