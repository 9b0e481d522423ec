import { z } from 'zod'
import { Id } from './ids.ts'
import { CompanyBudgets } from './policy-budgets.ts'
import { MoneyText, TimezoneText } from './policy-grammar.ts'

/** company.yaml: one company per installation, and the caps that stand above all workflows. */
export const Company = z.strictObject({
  name: Id,
  currency: z.string().length(3),
  timezone: TimezoneText,
  budgets: CompanyBudgets.default({}),
})
export type Company = z.infer<typeof Company>

/** people.yaml: who may decide, in which roles, up to what amount. Files are relative to REMIT_HOME. */
export const Person = z.strictObject({
  id: Id,
  name: z.string().min(1),
  roles: z.array(Id),
  limit: MoneyText,
  token_file: z.string().min(1).optional(),
  /** holds a hash that `remit login --set-password` makes, never the password */
  password_file: z.string().min(1).optional(),
})
export type Person = z.infer<typeof Person>
export const People = z.strictObject({ people: z.array(Person) })
export type People = z.infer<typeof People>
