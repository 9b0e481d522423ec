import type { Msg } from '@nats-io/transport-node'
import { RemitError } from '../contracts/errors.ts'

/** A message as a handler gets it. `data` is JSON already; its shape is the handler's to parse. */
export type Incoming = {
  subject: string
  data: unknown
  bytes: Uint8Array
  /** bytes of the body */
  size: number
  headers: { get: (name: string) => string | undefined }
  traceparent: string | undefined
  /** sequence in its stream; 0 when it came from no stream */
  seq: number
  /** when the stream stored it, RFC 3339; when it arrived, where there is no stream */
  time: string
  /** how often it was delivered, this time included */
  deliveries: number
  reply: string
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The JSON of a message.
 * @throws RemitError NOT_JSON naming what is wrong
 */
export const parseJson = (bytes: Uint8Array): unknown => {
  let text: string
  try {
    text = strict.decode(bytes)
  } catch (error) {
    throw new RemitError('NOT_JSON', { fault: 'not UTF-8' }, { cause: error })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    // The parser's own words quote the text, which may be private: only where it stopped is passed on.
    const at = error instanceof Error ? /position \d+/.exec(error.message)?.[0] : undefined
    throw new RemitError('NOT_JSON', { fault: text === '' ? 'empty' : (at ?? 'cut off') }, { cause: error })
  }
}

/** Headers of a message; none where a hostile sender wrote what cannot be read. */
export const readHeaders = (msg: Pick<Msg, 'headers'>): Incoming['headers'] & { names: () => string[] } => {
  const read = () => {
    try {
      return msg.headers
    } catch (error) {
      if (error instanceof Error) return undefined
      throw error
    }
  }
  const headers = read()
  return {
    get: (name) => (headers?.has(name) === true ? headers.get(name) : undefined),
    names: () => headers?.keys() ?? [],
  }
}

/** What arrived outside of a stream. @throws RemitError NOT_JSON */
export const incomingOf = (msg: Msg): Incoming => {
  const headers = readHeaders(msg)
  return {
    subject: msg.subject,
    data: parseJson(msg.data),
    bytes: msg.data,
    size: msg.data.length,
    headers,
    traceparent: headers.get('traceparent'),
    seq: 0,
    time: new Date().toISOString(),
    deliveries: 1,
    reply: msg.reply ?? '',
  }
}
