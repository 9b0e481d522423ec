import { wallOf } from '../contracts/local-time.ts'

/** `2026-11-22 16:58:03`: the record's time, UTC, for people. */
export const formatTime = (at: string): string => at.slice(0, 19).replace('T', ' ')

/** `2026-11-22 17:58 Europe/Berlin`: a time for who reads it there. */
export const formatTimeIn = (at: string, timezone: string): string => {
  const wall = new Date(wallOf(Date.parse(at), timezone)).toISOString()
  return `${wall.slice(0, 16).replace('T', ' ')} ${timezone}`
}

/** `16:58:03`, where the day has been said. */
export const formatClock = (at: string): string => at.slice(11, 19)
