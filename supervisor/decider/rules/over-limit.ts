import { compareMoney, type Money } from '../../../contracts/money.ts'

/** Is the amount above this limit? One in another currency is above every limit: nothing says that it is not. */
export const overLimit = (amount: Money, limit: Money): boolean =>
  amount.currency !== limit.currency || compareMoney(amount, limit) > 0
