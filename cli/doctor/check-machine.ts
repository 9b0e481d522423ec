import { fail, ok } from './finding.ts'
import type { Finding } from './finding.ts'

const least = 24
const minute = 60_000

/** Node runs the TypeScript files as they are from this version on. */
export const checkNode = (version: string): Finding => {
  const major = Number(version.split('.')[0])
  return major >= least
    ? ok('node', version)
    : fail('node', `${version} is older than ${least}`, 'Start by `npm run remit`, which brings its own.')
}

/** Deadlines and days are compared with times in the record: a clock that runs behind it must not decide. */
export const checkClock = (newest: string | null, now: Date): Finding => {
  if (newest === null) return ok('clock', 'nothing is recorded yet')
  const ahead = Date.parse(newest) - now.getTime()
  return ahead > minute
    ? fail(
        'clock',
        `the newest record is ${Math.round(ahead / 1000)} s in the future (${newest})`,
        'Set the clock.',
      )
    : ok('clock', `the newest record is of ${newest}`)
}
