/** Eight hours: nobody looks at one matter longer in one sitting. */
const longest = 8 * 3_600_000

/**
 * The active time that a page claims, held to what can be true: no longer than the matter was there, nor than a
 * working day.
 */
export const activeTime = (claimed: number, since: string, at: string): number =>
  Math.round(Math.min(Math.max(claimed, 0), longest, Math.max(0, Date.parse(at) - Date.parse(since))))
