import { z } from 'zod'
import { Id } from './ids.ts'
import { CompanyBudgets } from './policy-budgets.ts'
import { BusinessHours, QuietText } from './policy-calendar.ts'
import { listOf, MoneyText, TimezoneText } from './policy-grammar.ts'
import { RecordPolicy } from './policy-record.ts'

/**
 * company.yaml: one company per installation, the caps that stand above all workflows, and its business calendar: what
 * `within` and `remind` count. Without hours and holidays they count calendar hours.
 */
export const Company = z.strictObject({
  name: Id,
  currency: z.string().length(3),
  timezone: TimezoneText,
  business_hours: BusinessHours.optional(),
  holidays: z.array(z.iso.date()).optional(),
  budgets: CompanyBudgets.default({}),
  record: RecordPolicy,
})
export type Company = z.infer<typeof Company>

/** Whole days, both included, in the company's time zone. */
const Away = z
  .strictObject({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, { message: 'away: from is after to' })

/**
 * people.yaml: who may decide, in which roles, up to what amount. Files are relative to REMIT_HOME. While somebody is
 * away their deputy decides in their roles, up to the deputy's own limit.
 */
export const Person = z.strictObject({
  id: Id,
  name: z.string().min(1),
  roles: z.array(Id),
  limit: MoneyText,
  token_file: z.string().min(1).optional(),
  /** holds a hash that `remit login --set-password` makes, never the password */
  password_file: z.string().min(1).optional(),
  mail: z.email().optional(),
  /** signed with the secret in the file (Standard Webhooks); https, except to this very machine */
  webhook: z
    .strictObject({ url: z.url({ protocol: /^https?$/ }), secret_file: z.string().min(1) })
    .optional(),
  /** in these hours of the company's time zone nothing is sent; it comes when they end */
  quiet: listOf(QuietText).optional(),
  deputy: Id.optional(),
  away: listOf(Away).optional(),
})
export type Person = z.infer<typeof Person>
export const People = z.strictObject({ people: z.array(Person) })
export type People = z.infer<typeof People>
