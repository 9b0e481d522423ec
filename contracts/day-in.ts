/** The calendar day of an instant in a time zone, `2026-11-22`. */
export const dayIn = (at: string, timezone: string): string => formatter(timezone).format(new Date(at))

const formatters = new Map<string, Intl.DateTimeFormat>()
const formatter = (timezone: string): Intl.DateTimeFormat => {
  const known = formatters.get(timezone)
  if (known) return known
  // en-CA writes a date as year, month, day.
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  formatters.set(timezone, made)
  return made
}
