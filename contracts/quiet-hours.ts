import type { Hours } from './business-time.ts'
import { dayOfWall, instantOf, wallOf } from './local-time.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/** The end of the quiet hours that an instant falls into, in that place; the instant itself where none does. */
export const quietEnd = (at: string, quiet: readonly Hours[], timezone: string): string => {
  const wall = wallOf(Date.parse(at), timezone)
  const midnight = dayOfWall(wall)
  const minute = (wall - midnight) / minuteMs
  for (const { from, to } of quiet) {
    const over = from > to
    const inside = over ? minute >= from || minute < to : minute >= from && minute < to
    if (!inside) continue
    const day = over && minute >= from ? midnight + dayMs : midnight
    return new Date(instantOf(day + to * minuteMs, timezone)).toISOString()
  }
  return at
}
