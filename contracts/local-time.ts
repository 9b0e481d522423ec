/**
 * Local time of a place and instants, both ways, by the time-zone data of the runtime. Pure: every time comes in.
 * A wall time is written as the milliseconds that it would be in UTC, so that days and minutes are plain arithmetic.
 */

const dayMs = 86_400_000
const formatters = new Map<string, Intl.DateTimeFormat>()

const formatter = (timezone: string): Intl.DateTimeFormat => {
  const known = formatters.get(timezone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(timezone, made)
  return made
}

/** What the clock on the wall shows at an instant (both milliseconds; the wall's as if it were UTC). */
export const wallOf = (instant: number, timezone: string): number => {
  const parts = Object.fromEntries(
    formatter(timezone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  const milliseconds = ((instant % 1000) + 1000) % 1000
  return Date.UTC(year, month - 1, day, hour, minute, second) + milliseconds
}

/**
 * The first instant at which the wall shows this time or a later one. In the hour that is skipped in spring that is the
 * moment of the change; in the one that comes twice in autumn, the first of the two.
 */
export const instantOf = (wall: number, timezone: string): number => {
  const candidates = [wall - dayMs, wall + dayMs].map((near) => wall - (wallOf(near, timezone) - near))
  const [low, high] = [Math.min(...candidates), Math.max(...candidates)]
  if (wallOf(low, timezone) >= wall) return low
  let [before, after] = [low, high]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (wallOf(middle, timezone) >= wall) after = middle
    else before = middle
  }
  return after
}

/** Midnight of the wall's day, as a wall time. */
export const dayOfWall = (wall: number): number => Math.floor(wall / dayMs) * dayMs

/** `2026-11-22` of a wall time. */
export const dateOfWall = (wall: number): string => new Date(wall).toISOString().slice(0, 10)

/** When the calendar day after this instant's begins in that place, RFC 3339 UTC. */
export const nextDayStart = (at: string, timezone: string): string => {
  const midnight = dayOfWall(wallOf(Date.parse(at), timezone)) + dayMs
  return new Date(instantOf(midnight, timezone)).toISOString()
}
