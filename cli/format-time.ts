/** `2026-11-22 16:58:03`: the record's time, UTC, for people. */
export const formatTime = (at: string): string => at.slice(0, 19).replace('T', ' ')

/** `16:58:03`, where the day has been said. */
export const formatClock = (at: string): string => at.slice(11, 19)
