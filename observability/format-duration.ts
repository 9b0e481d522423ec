const units: [name: string, ms: number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
]

/** `40ms`, `1.5s`, `3m 12s`, `2h 5m`, `1d 3h`: the two units that matter; '' for no time at all. */
export const formatDuration = (ms: number): string => {
  if (ms <= 0) return ''
  if (ms < 1000) return `${ms}ms`
  if (ms < 60_000) return `${Math.floor(ms / 100) / 10}s`
  const first = units.findIndex(([, unit]) => ms >= unit)
  const [[big, unit], small] = [units[first] ?? ['s', 1000], units[first + 1]]
  const rest = small === undefined ? 0 : Math.floor((ms % unit) / small[1])
  return `${Math.floor(ms / unit)}${big}${small === undefined || rest === 0 ? '' : ` ${rest}${small[0]}`}`
}
