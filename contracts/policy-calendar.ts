import { z } from 'zod'
import type { Hours } from './business-time.ts'
import type { PolicyFaultCode } from './policy-fault.ts'
import { listOf } from './policy-grammar.ts'

/** Business hours of a company and quiet hours of a person, as they are written in company.yaml and people.yaml. */

type Context = {
  addIssue: (issue: { code: 'custom'; message: string; params: { fault: PolicyFaultCode } }) => void
}
const fail = (context: Context, message: string): never => {
  context.addIssue({ code: 'custom', message, params: { fault: 'BAD_HOURS' } })
  return z.NEVER
}

const minutes = (hour: string, minute: string): number => Number(hour) * 60 + Number(minute)
const span = (text: string): Hours | undefined => {
  const [, a = '', b = '', c = '', d = ''] =
    /^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? []
  if (a === '') return undefined
  const hours = { from: minutes(a, b), to: minutes(c, d) }
  return hours.from > 1440 || hours.to > 1440 ? undefined : hours
}

/** '09:00-17:30' within one day; '24:00' is its end. */
const OpenText = z.string().transform((text, context): Hours => {
  const hours = span(text)
  return hours && hours.from < hours.to ? hours : fail(context, `${text}: no hours of one day`)
})

/** '19:00-07:30': from one time of day to another, over midnight where the first is the later. */
export const QuietText = z.string().transform((text, context): Hours => {
  const hours = span(text)
  return hours && hours.from !== hours.to && hours.from < 1440
    ? hours
    : fail(context, `${text}: no quiet hours`)
})

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const indexOf = (name: string | undefined): number => days.findIndex((day) => day === name)
/** 'mon' or 'mon-fri' as the days of a week, Sunday 0; undefined where it is neither. */
const daysOf = (text: string): number[] | undefined => {
  const [from, to = from, ...rest] = text.split('-')
  const [first, last] = [indexOf(from), indexOf(to)]
  if (first < 0 || last < 0 || rest.length > 0) return undefined
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, step) => (first + step) % 7)
}

const apart = (day: readonly Hours[]): boolean =>
  day.every(({ from }, index) => index === 0 || from >= (day[index - 1]?.to ?? 0))

/** `{ mon-fri: 09:00-17:30, sat: [09:00-12:00] }` as the hours of a week, Sunday first. */
export const BusinessHours = z
  .record(z.string(), listOf(OpenText))
  .transform((written, context): Hours[][] => {
    const week: Hours[][] = Array.from({ length: 7 }, () => [])
    for (const [name, hours] of Object.entries(written)) {
      const named = daysOf(name)
      if (!named) return fail(context, `${name}: write a day or a range of days, 'mon' or 'mon-fri'`)
      for (const day of named) week[day]?.push(...hours)
    }
    const sorted = week.map((day) => day.toSorted((left, right) => left.from - right.from))
    if (sorted.every((day) => day.length === 0)) return fail(context, 'no day has hours')
    return sorted.every(apart) ? sorted : fail(context, 'hours of one day overlap')
  })
