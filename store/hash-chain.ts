import { createHash } from 'node:crypto'
import { canonicalJson } from '../contracts/canonical-json.ts'
import type { Envelope } from '../contracts/envelope.ts'

/**
 * SHA-256 (FIPS 180-4), hex, over canonical JSON (after RFC 8785) of all other fields of an event, `prev` included:
 * each hash stands for the whole log up to its event (a linked hash chain, after Haber and Stornetta, 1991).
 */
export const hashEvent = (event: Omit<Envelope, 'hash'>): string => {
  const { id, type, v, goal, version, at, by, cause, traceparent, prev, data } = event
  const hashed = { id, type, v, goal, version, at, by, cause, traceparent, prev, data }
  return createHash('sha256').update(canonicalJson(hashed)).digest('hex')
}
