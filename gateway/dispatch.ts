import { AsyncLocalStorage } from 'node:async_hooks'
import type { ErrorCode } from '../contracts/errors.ts'

/** Why a call was held back in the last moment; nothing of it reached the system. */
export class Withheld extends Error {
  override readonly name = 'Withheld'
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** One tool call on its way through the MCP client down to the socket, and what was seen of it there. */
export type Dispatch = {
  /** last look before the socket write: lease and halts. Throws Withheld to hold the call back. */
  readonly beforeWrite: () => void
  readonly headers: Readonly<Record<string, string>>
  /** the request was handed to the socket; from here on silence proves nothing */
  sent: boolean
  withheld: Withheld | undefined
  httpStatus: number | undefined
  tooLarge: boolean
  /** the caller has its outcome: whatever comes later must not be sent any more */
  over: boolean
}

const current = new AsyncLocalStorage<Dispatch>()

export const createDispatch = (
  beforeWrite: () => void,
  headers: Readonly<Record<string, string>> = {},
): Dispatch => ({
  beforeWrite,
  headers,
  sent: false,
  withheld: undefined,
  httpStatus: undefined,
  tooLarge: false,
  over: false,
})

/** Runs work whose tool call is this dispatch; the MCP client's transports find it by `currentDispatch`. */
export const asDispatch = <Result>(dispatch: Dispatch, work: () => Promise<Result>): Promise<Result> =>
  current.run(dispatch, work)

export const currentDispatch = (): Dispatch | undefined => current.getStore()

/**
 * Called with nothing between it and the socket write. One dispatch is one write: a client library that repeats a
 * call by itself (redirects, header mismatch) is stopped here.
 */
export const passGate = (dispatch: Dispatch): void => {
  try {
    if (dispatch.over) throw new Withheld('TOOL_TIMEOUT', 'the call was given up before it was sent')
    if (dispatch.sent) throw new Withheld('TOOL_FAILED', 'the call was sent already; it is not sent twice')
    dispatch.beforeWrite()
  } catch (error) {
    dispatch.withheld = error instanceof Withheld ? error : new Withheld('INTERNAL', String(error))
    throw dispatch.withheld
  }
  dispatch.sent = true
}
