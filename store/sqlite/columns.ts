import type { SQLOutputValue } from 'node:sqlite'
import { RemitError } from '../../contracts/errors.ts'

type Row = Record<string, SQLOutputValue>

const broken = (name: string): RemitError => new RemitError('RECORD_BROKEN', { column: name })

/** Columns of a row as the types that the schema promises; another type means that the file was tampered with. */
export const text = (row: Row, name: string): string => {
  const value = row[name]
  if (typeof value !== 'string') throw broken(name)
  return value
}
export const textOrNull = (row: Row, name: string): string | null =>
  row[name] === null ? null : text(row, name)

export const integer = (row: Row, name: string): number => {
  const value = row[name]
  if (typeof value !== 'number') throw broken(name)
  return value
}

/** Of a statement with `setReadBigInts(true)`. */
export const bigInteger = (row: Row, name: string): bigint => {
  const value = row[name]
  if (typeof value !== 'bigint') throw broken(name)
  return value
}

export const bytes = (row: Row, name: string): Uint8Array => {
  const value = row[name]
  if (!(value instanceof Uint8Array)) throw broken(name)
  return value
}
