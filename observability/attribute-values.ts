import type { Money } from '../contracts/money.ts'
import { attributes as a } from './attributes.ts'
import type { AttributeValue } from './span.ts'

export type Values = Record<string, AttributeValue | null | undefined>

const longest = 128

/** Values as they go out: what is not there is left out, and no text is long enough to carry content. */
export const cleanValues = (values: Values): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === null || value === undefined || value === ''
        ? []
        : [[name, typeof value === 'string' ? value.slice(0, longest) : value]],
    ),
  )

/** A code that a worker or a gateway sent may be anything; a text that is no code does not leave the record. */
export const codeOf = (code: string): string => (/^[A-Za-z0-9_.:-]{1,64}$/.test(code) ? code : 'OTHER')

export const moneyValues = (money: Money | null): Values =>
  money === null ? {} : { [a.amount]: money.amount, [a.currency]: money.currency }

/** Of a budget's key only its kind: the rest may be a customer's name. */
export const budgetOf = (key: string): string => codeOf(key.split(':')[0] ?? '')
