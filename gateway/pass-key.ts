import { RemitError } from '../contracts/errors.ts'
import type { RunOrder } from '../contracts/tools.ts'

export type KeyedCall = {
  args: Record<string, unknown>
  meta: Record<string, unknown>
  headers: Record<string, string>
}

/**
 * Puts an idempotency key where the tool takes it: `args.<name>`, `_meta.<key>` or `header.<name>`.
 * @throws RemitError BAD_CONFIG for any other way.
 */
export const passKey = (args: Readonly<Record<string, unknown>>, key: RunOrder['key']): KeyedCall => {
  const call: KeyedCall = { args: { ...args }, meta: {}, headers: {} }
  if (!key) return call
  const dot = key.pass.indexOf('.')
  const name = key.pass.slice(dot + 1)
  switch (key.pass.slice(0, dot)) {
    case 'args':
      call.args[name] = key.value
      return call
    case '_meta':
      call.meta[name] = key.value
      return call
    case 'header':
      call.headers[name] = key.value
      return call
    default:
      throw new RemitError('BAD_CONFIG', {
        pass: key.pass,
        expected: 'args.<name>, _meta.<key> or header.<name>',
      })
  }
}
