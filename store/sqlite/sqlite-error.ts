import { RemitError } from '../../contracts/errors.ts'

const codeOf = (thrown: unknown, name: 'errcode' | 'code'): unknown => {
  if (!(thrown instanceof Error)) return undefined
  const value: unknown = Reflect.get(thrown, name)
  return value
}

/** Primary result code (https://www.sqlite.org/rescode.html) of an error of node:sqlite, null for any other error. */
const resultCode = (thrown: unknown): number | null => {
  const code = codeOf(thrown, 'errcode')
  return typeof code === 'number' ? code & 0xff : null
}

const BUSY = 5
/** PERM, ABORT, BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB */
const unreachable: ReadonlySet<number> = new Set([3, 4, BUSY, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26])

export const isBusy = (thrown: unknown): boolean => resultCode(thrown) === BUSY

/** What the engine threw, as STORE_UNREACHABLE where it cannot be had; all else unchanged. */
export const sqliteError = (thrown: unknown): unknown => {
  const code = resultCode(thrown)
  const closed = codeOf(thrown, 'code') === 'ERR_INVALID_STATE'
  if (!closed && (code === null || !unreachable.has(code))) return thrown
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return new RemitError('STORE_UNREACHABLE', { reason }, { cause: thrown })
}
