import { Environment } from '@marcbachmann/cel-js'
import { parseMoney } from '../../contracts/money.ts'
import { addCelMoney, CelMoney, celMoneyDifference, fromCelMoney, toCelMoney } from './cel-money.ts'
import { registerDaysSince } from './days-since.ts'
import {
  addDecimal,
  compareDecimal,
  Decimal,
  decimalOf,
  decimalText,
  multiplyDecimal,
  negateDecimal,
  parseDecimal,
} from './decimal.ts'

const comparisons: readonly [string, (difference: number) => boolean][] = [
  ['<', (difference) => difference < 0],
  ['<=', (difference) => difference <= 0],
  ['>', (difference) => difference > 0],
  ['>=', (difference) => difference >= 0],
  ['==', (difference) => difference === 0],
]

const withMoney = (env: Environment): void => {
  const money = (amount: string, currency: string): CelMoney => toCelMoney({ amount, currency })
  env
    .registerType('Money', { ctor: CelMoney, fields: { minor: 'int', currency: 'string' } })
    .registerFunction('money(string): Money', (text: string) => toCelMoney(parseMoney(text)))
    .registerFunction('money(string, string): Money', money)
    .registerFunction('money(int, string): Money', (whole: bigint, currency: string) =>
      money(String(whole), currency),
    )
    .registerFunction('money(Decimal, string): Money', (amount: Decimal, currency: string) =>
      money(decimalText(amount), currency),
    )
    .registerFunction('minor(int, string): Money', (minor: bigint, currency: string) => {
      const value = new CelMoney(minor, currency)
      fromCelMoney(value)
      return value
    })
    .registerFunction('sum(list<Money>, string): Money', (list: CelMoney[], currency: string) =>
      list.reduce(addCelMoney, money('0', currency)),
    )
    .registerOperator('Money + Money', addCelMoney)
    .registerOperator(
      'Money - Money',
      (left: CelMoney, right: CelMoney) => new CelMoney(celMoneyDifference(left, right), left.currency),
    )
  for (const [operator, holds] of comparisons)
    env.registerOperator(`Money ${operator} Money`, (left: CelMoney, right: CelMoney) =>
      holds(Number(celMoneyDifference(left, right))),
    )
}

const withDecimals = (env: Environment): void => {
  env
    .registerFunction('decimal(string): Decimal', parseDecimal)
    .registerFunction('decimal(int): Decimal', decimalOf)
    .registerFunction('string(Decimal): string', decimalText)
    .registerFunction('sum(list<Decimal>): Decimal', (list: Decimal[]) =>
      list.reduce(addDecimal, decimalOf(0n)),
    )
    .registerFunction('sum(list<int>): int', (list: bigint[]) =>
      list.reduce((total, next) => total + next, 0n),
    )
    .registerOperator('-Decimal', negateDecimal)
    .registerOperator('Decimal + Decimal', addDecimal)
    .registerOperator('Decimal - Decimal', (left: Decimal, right: Decimal) =>
      addDecimal(left, negateDecimal(right)),
    )
    .registerOperator('Decimal * Decimal', multiplyDecimal)
    .registerOperator('Decimal * int', (left: Decimal, right: bigint) =>
      multiplyDecimal(left, decimalOf(right)),
    )
  for (const [operator, holds] of comparisons) {
    env.registerOperator(`Decimal ${operator} Decimal`, (left: Decimal, right: Decimal) =>
      holds(compareDecimal(left, right)),
    )
    env.registerOperator(`Decimal ${operator} int`, (left: Decimal, right: bigint) =>
      holds(compareDecimal(left, decimalOf(right))),
    )
    // The library registers the mirror image of == by itself.
    if (operator !== '==')
      env.registerOperator(`int ${operator} Decimal`, (left: bigint, right: Decimal) =>
        holds(compareDecimal(decimalOf(left), right)),
      )
  }
}

/** CEL with Money, Decimal and our functions, without any variable. Limits are those of a rule that a person can read. */
export const createCelEnvironment = (): Environment => {
  const env = new Environment({
    unlistedVariablesAreDyn: false,
    limits: { maxAstNodes: 200, maxDepth: 20, maxListElements: 50, maxMapEntries: 20, maxCallArguments: 8 },
  })
  env.registerType('Decimal', { ctor: Decimal, fields: {} })
  withMoney(env)
  withDecimals(env)
  registerDaysSince(env)
  return env
}
