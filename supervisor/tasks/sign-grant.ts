import { sign, type KeyObject } from 'node:crypto'
import type { Grant } from '../../contracts/work.ts'

/** `<base64url payload>.<base64url Ed25519 signature over the payload's bytes>`. */
export const signGrant = (grant: Grant, privateKey: KeyObject): string => {
  const payload = Buffer.from(JSON.stringify(grant))
  return `${payload.toString('base64url')}.${sign(null, payload, privateKey).toString('base64url')}`
}
