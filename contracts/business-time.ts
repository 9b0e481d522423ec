import { dateOfWall, dayOfWall, instantOf, wallOf } from './local-time.ts'

/** Minutes since local midnight; `to` is later than `from`, 1440 is the end of the day. */
export type Hours = { from: number; to: number }
/** Hours of a week, Sunday first, each day's in order and apart; days off as `2026-12-25`. */
export type BusinessCalendar = {
  timezone: string
  week: readonly (readonly Hours[])[]
  holidays: readonly string[]
}

const minuteMs = 60_000
const dayMs = 86_400_000
/** Ten years without an open hour: nobody would ever decide. `policy check` refuses a week without hours. */
const longestSearch = 3660

const openOn = (wall: number, calendar: BusinessCalendar): readonly Hours[] =>
  calendar.holidays.includes(dateOfWall(wall)) ? [] : (calendar.week[new Date(wall).getUTCDay()] ?? [])

/**
 * The instant at which this much business time has passed since `at`; hours that the calendar does not have do not
 * count. Opening and closing are local times, so a day of nine hours has nine hours on the day of a clock change, too,
 * unless the change falls into them. `null` = calendar hours.
 * @param at RFC 3339 UTC @param ms milliseconds of business time, more than 0 @returns RFC 3339 UTC
 */
export const addBusinessTime = (at: string, ms: number, calendar: BusinessCalendar | null): string => {
  const start = Date.parse(at)
  if (calendar === null) return new Date(start + ms).toISOString()
  const { timezone } = calendar
  let left = ms
  const today = dayOfWall(wallOf(start, timezone))
  for (let day = 0; day < longestSearch; day += 1) {
    const midnight = today + day * dayMs
    for (const { from, to } of openOn(midnight, calendar)) {
      const opens = Math.max(start, instantOf(midnight + from * minuteMs, timezone))
      const closes = instantOf(midnight + to * minuteMs, timezone)
      if (closes <= opens) continue
      if (left <= closes - opens) return new Date(opens + left).toISOString()
      left -= closes - opens
    }
  }
  return new Date(start + longestSearch * dayMs).toISOString()
}
