import { compareExact, exactMoney, isMoney, moneyText } from './exact-money.ts'
import type { Node } from './parse-rule.ts'

const day = 86_400_000
export type Variables = Readonly<Record<string, unknown>> & { now: string }

const fieldOf = (value: unknown, name: string): unknown => {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
    throw new RangeError(`no ${name}`)
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1]
  if (found === null || found === undefined) throw new RangeError(`${name} is not there`)
  return found
}

const order = (left: unknown, right: unknown): number => {
  if (isMoney(left) && isMoney(right)) return compareExact(left, right)
  const [a, b] = [left, right].map((one) =>
    typeof one === 'number' && Number.isInteger(one) ? BigInt(one) : one,
  )
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  if (typeof a === 'boolean' && typeof b === 'boolean') return a === b ? 0 : 1
  throw new RangeError('two kinds of values are compared')
}

const compare = (op: string, sign: number): boolean => {
  switch (op) {
    case '==':
      return sign === 0
    case '!=':
      return sign !== 0
    case '<':
      return sign < 0
    case '<=':
      return sign <= 0
    case '>':
      return sign > 0
    case '>=':
      return sign >= 0
    default:
      throw new RangeError(`${op} is not in the subset`)
  }
}

const truth = (value: unknown): boolean => {
  if (typeof value !== 'boolean') throw new RangeError('no truth value')
  return value
}

const call = (name: string, args: unknown[], { now }: Variables): unknown => {
  const [first, second] = args
  if (name === 'money' && args.length === 1 && typeof first === 'string') return moneyText(first)
  if (name === 'money' && args.length === 2) return exactMoney(first, second)
  if (name === 'days_since') {
    const then = typeof first === 'string' ? Date.parse(first) : Number.NaN
    if (Number.isNaN(then)) throw new RangeError('no time')
    return BigInt(Math.floor((Date.parse(now) - then) / day))
  }
  throw new RangeError(`${name} is not in the subset`)
}

/** The value of a rule. `&&` and `||` take a side that decides although the other cannot be read, as CEL has it. @throws RangeError */
export const runRule = (node: Node, variables: Variables): unknown => {
  const run = (one: Node): unknown => runRule(one, variables)
  switch (node.kind) {
    case 'value':
      return node.value
    case 'name':
      return fieldOf(variables, node.name)
    case 'field':
      return fieldOf(run(node.of), node.name)
    case 'not':
      return !truth(run(node.of))
    case 'call':
      return call(node.name, node.args.map(run), variables)
    case 'binary': {
      if (node.op !== '&&' && node.op !== '||')
        return compare(node.op, order(run(node.left), run(node.right)))
      const decides = node.op === '||'
      let fault: unknown = null
      for (const side of [node.left, node.right]) {
        try {
          if (truth(run(side)) === decides) return decides
        } catch (error) {
          fault = error
        }
      }
      if (fault !== null) throw fault
      return !decides
    }
  }
}
