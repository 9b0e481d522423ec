import type { Environment } from '@marcbachmann/cel-js'
import { Money } from '../../contracts/money.ts'
import { toCelMoney } from './cel-money.ts'
import type { Shape } from './cel-shape.ts'
import { celTimestamp } from './days-since.ts'
import { parseDecimal } from './decimal.ts'
import type { Decimal } from './decimal.ts'
import { RuleError } from './rule-error.ts'

/** A type of an environment, and how JSON becomes a value of it. `from` throws RuleError where it does not fit. */
export type CelType = { name: string; from: (json: unknown, at: string) => unknown }

const maxItems = 1000
const wrong = (at: string, wanted: string): never => {
  throw new RuleError(`${at} is not ${wanted}`)
}
const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/

/** RFC 3339 text as a time. */
export const timeFrom = (json: unknown, at: string): Date => {
  if (typeof json !== 'string' || !rfc3339.test(json)) return wrong(at, 'a time')
  const time = new Date(json)
  return Number.isNaN(time.getTime()) ? wrong(at, 'a time') : time
}

const intFrom = (json: unknown, at: string): bigint =>
  typeof json === 'number' && Number.isSafeInteger(json) ? BigInt(json) : wrong(at, 'an integer')

const decimalFrom = (json: unknown, at: string): Decimal =>
  typeof json === 'number' && Number.isFinite(json) ? parseDecimal(String(json)) : wrong(at, 'a number')

const itemsOf = (json: unknown, at: string): unknown[] => {
  if (!Array.isArray(json)) return wrong(at, 'a list')
  return json.length > maxItems ? wrong(at, `a list of at most ${maxItems}`) : json
}

const entriesOf = (json: unknown, at: string): [string, unknown][] => {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return wrong(at, 'an object')
  const entries = Object.entries(json).filter(([, value]) => value !== null && value !== undefined)
  return entries.length > maxItems ? wrong(at, `an object of at most ${maxItems} fields`) : entries
}

/** JSON of no known shape: whole numbers are integers, others decimals, so that no double ever enters a rule. */
const unknownFrom = (json: unknown, at: string, depth = 0): unknown => {
  if (depth > 30) return wrong(at, 'shallow enough')
  if (json === null || typeof json === 'string' || typeof json === 'boolean') return json
  if (typeof json === 'number') return Number.isSafeInteger(json) ? BigInt(json) : decimalFrom(json, at)
  if (Array.isArray(json)) return itemsOf(json, at).map((item) => unknownFrom(item, at, depth + 1))
  return new Map(entriesOf(json, at).map(([name, value]) => [name, unknownFrom(value, at, depth + 1)]))
}
export const unknownType: CelType = { name: 'dyn', from: unknownFrom }
export const moneyType: CelType = { name: 'Money', from: (json) => toCelMoney(Money.parse(json)) }
/** What a client sent: nobody promised its shape, so its fields are checked when they are used. */
export const payloadType: CelType = {
  name: 'map<string, dyn>',
  from: (json, at) =>
    new Map(entriesOf(json ?? {}, at).map(([name, value]) => [name, unknownFrom(value, at)])),
}

/** A type with named fields. A field that is absent or null does not exist: to use it is an error, `has()` is false. */
export const objectType = (env: Environment, name: string, fields: ReadonlyMap<string, CelType>): CelType => {
  class Instance {
    [field: string]: unknown
  }
  const declared = Object.fromEntries([...fields].map(([field, type]) => [field, type.name]))
  env.registerType(name, { ctor: Instance, fields: declared })
  return {
    name,
    from: (json, at) => {
      const given = new Map(entriesOf(json, at))
      const instance = new Instance()
      for (const [field, type] of fields)
        if (given.has(field)) instance[field] = type.from(given.get(field), `${at}.${field}`)
      return instance
    },
  }
}

/** Registers what a shape needs under names that begin with `name`. Fields of unknown shape are left out of objects. */
export const registerShape = (env: Environment, name: string, shape: Shape): CelType => {
  switch (shape.kind) {
    case 'string':
      return { name: 'string', from: (json, at) => (typeof json === 'string' ? json : wrong(at, 'text')) }
    case 'bool':
      return {
        name: 'bool',
        from: (json, at) => (typeof json === 'boolean' ? json : wrong(at, 'true or false')),
      }
    case 'int':
      return { name: 'int', from: intFrom }
    case 'decimal':
      return { name: 'Decimal', from: decimalFrom }
    case 'timestamp':
      return { name: celTimestamp, from: timeFrom }
    case 'unknown':
      return unknownType
    case 'list': {
      const item = registerShape(env, `${name}.item`, shape.of)
      const from = (json: unknown, at: string): unknown =>
        itemsOf(json, at).map((value, index) => item.from(value, `${at}[${index}]`))
      return { name: `list<${item.name}>`, from }
    }
    case 'map': {
      const value = registerShape(env, `${name}.value`, shape.of)
      const from = (json: unknown, at: string): unknown =>
        new Map(entriesOf(json, at).map(([key, entry]) => [key, value.from(entry, `${at}.${key}`)]))
      return { name: `map<string, ${value.name}>`, from }
    }
    case 'object': {
      const known = [...shape.fields].filter(([, field]) => field.kind !== 'unknown')
      const fields = known.map(([field, of]): [string, CelType] => [
        field,
        registerShape(env, `${name}.${field.replaceAll(/\W/g, '_')}`, of),
      ])
      return objectType(env, name, new Map(fields))
    }
    default:
      return shape satisfies never
  }
}
