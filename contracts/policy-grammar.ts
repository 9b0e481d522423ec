import { z } from 'zod'
import { RemitError } from './errors.ts'
import { Id } from './ids.ts'
import { parseMoney } from './money.ts'
import type { Money } from './money.ts'
import type { PolicyFaultCode } from './policy-fault.ts'

/** The small texts that policies are written in, each parsed into a typed value with a fault code of its own. */

type Context = {
  addIssue: (issue: { code: 'custom'; message: string; params: { fault: PolicyFaultCode } }) => void
}
const fail = (context: Context, fault: PolicyFaultCode, message: string): never => {
  context.addIssue({ code: 'custom', message, params: { fault } })
  return z.NEVER
}
const said = (error: unknown): string =>
  error instanceof RemitError ? String(error.details['fault']) : String(error)

const positiveMoney = (text: string, context: Context, fault: PolicyFaultCode): Money => {
  try {
    const money = parseMoney(text)
    return money.amount.startsWith('-') ? fail(context, fault, `${text}: may not be negative`) : money
  } catch (error) {
    return fail(context, fault, `${text}: ${said(error)}`)
  }
}

/** '50 EUR' */
export const MoneyText = z.string().transform((text, context) => positiveMoney(text, context, 'BAD_MONEY'))

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }
/** '30s', '15m', '4h', '14d': milliseconds. A day is 24 hours. */
export const DurationText = z.string().transform((text, context) => {
  const [, count, unit] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? []
  const scale = unit === undefined ? undefined : seconds[unit]
  if (count === undefined || scale === undefined)
    return fail(context, 'BAD_DURATION', `${text}: not a duration`)
  return Number(count) * scale * 1000
})

/** '5%' as a fraction, 0.05 */
export const PercentText = z.string().transform((text, context) => {
  const [, percent] = /^(\d{1,3}(?:\.\d{1,2})?)%$/.exec(text) ?? []
  const value = Number(percent)
  return value <= 100 ? value / 100 : fail(context, 'POLICY_SCHEMA', `${text}: write a percentage, e.g. '5%'`)
})

/** An IANA time zone that this machine knows. */
export const TimezoneText = z.string().transform((text, context) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text }).format(0)
    return text
  } catch {
    return fail(context, 'BAD_TIMEZONE', `${text}: no such time zone`)
  }
})

const Word = z.string().transform((text, context) => {
  if (text === 'escalate' || text === 'tomorrow') return { kind: text } as const
  const hint =
    text === 'reroute' ? 'to whom? Write { reroute: ROLE }' : 'escalate, tomorrow or { reroute: ROLE }'
  return fail(context, 'POLICY_SCHEMA', `then: ${text}: ${hint}`)
})
const Reroute = z
  .strictObject({ reroute: Id })
  .transform(({ reroute }) => ({ kind: 'reroute', role: reroute }) as const)

/**
 * What happens when nobody decided within the time: a person of the owner's role takes the goal, or another role is
 * asked, or the same is asked again from the next day on; the last two once, then it escalates. With `tomorrow` an
 * approved call also waits for the next day where a day's cap is spent.
 */
export const Then = z.union([Reroute, Word])
export type Then = z.infer<typeof Then>

/** `_meta.<name>`: where in the call the tool looks for our key. */
export const KeyPassing = z.string().transform((text, context) => {
  if (/^_meta\.[A-Za-z0-9./_-]{1,80}$/.test(text)) return text
  if (/^(args|header)\./.test(text)) return fail(context, 'NOT_ENFORCED', `pass: ${text} is not enforced yet`)
  return fail(context, 'POLICY_SCHEMA', `pass: ${text}: write _meta.<name>`)
})

/** 'goal' is the life of one goal, 'day' a calendar day in the cap's time zone, '30d' thirty rolling days. */
export type Period = 'goal' | 'day' | '30d'
export type MoneyCap = { money: Money; period: Period }
export type CountCap = { count: number; period: Period }

const window = (text: string): { amount: string; period: Period } | undefined => {
  const [, amount, per] = /^(.+?)\s+per\s+(day|30 days)$/.exec(text) ?? []
  if (amount === undefined) return undefined
  return { amount, period: per === 'day' ? 'day' : '30d' }
}

/** '50 EUR': a cap over the life of one goal */
export const GoalMoneyCap = z.string().transform((text, context): MoneyCap => ({
  money: positiveMoney(text, context, 'BAD_BUDGET'),
  period: 'goal',
}))

/** 40000: a cap over the life of one goal */
export const GoalCountCap = z
  .int()
  .positive()
  .transform((count): CountCap => ({ count, period: 'goal' }))

/** '20 EUR per day', '100 EUR per 30 days' */
export const WindowMoneyCap = z.string().transform((text, context): MoneyCap => {
  const parsed = window(text)
  if (!parsed)
    return fail(context, 'BAD_BUDGET', `${text}: a cap that spans goals says 'per day' or 'per 30 days'`)
  return { money: positiveMoney(parsed.amount, context, 'BAD_BUDGET'), period: parsed.period }
})

/** '2000000 per day' */
export const WindowCountCap = z.string().transform((text, context): CountCap => {
  const parsed = window(text)
  const count = Number(parsed?.amount)
  if (!parsed || !/^[1-9]\d{0,14}$/.test(parsed.amount))
    return fail(context, 'BAD_BUDGET', `${text}: write a count and its period, e.g. '2000000 per day'`)
  return { count, period: parsed.period }
})

/** One cap, or one for each currency and period. */
export const listOf = <T extends z.ZodType>(cap: T): z.ZodType<z.output<T>[]> =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(cap).min(1))
