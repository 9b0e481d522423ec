import { createPublicKey, verify } from 'node:crypto'
import { RemitError } from '../contracts/errors.ts'
import { Grant } from '../contracts/work.ts'

const bad = (fault: string): RemitError => new RemitError('BAD_GRANT', { fault })

const parsePayload = (bytes: Buffer): Grant => {
  try {
    return Grant.parse(JSON.parse(bytes.toString('utf8')))
  } catch (error) {
    throw new RemitError('BAD_GRANT', { fault: 'its content is no grant' }, { cause: error })
  }
}

/**
 * The grant in a signed text `<base64url payload>.<base64url Ed25519 signature over the payload's bytes>`.
 * @param key SPKI PEM of the supervisor's key
 * @param agent whose subject the request came on: the account system proves it, the grant must name the same
 * @param now milliseconds
 * @throws RemitError BAD_GRANT
 */
export const verifyGrant = (text: string, key: string, agent: string, now: number): Grant => {
  const [payload, signature, ...more] = text.split('.')
  if (payload === undefined || signature === undefined || more.length > 0)
    throw bad('it is not payload.signature')
  const bytes = Buffer.from(payload, 'base64url')
  if (!verify(null, bytes, createPublicKey(key), Buffer.from(signature, 'base64url')))
    throw bad('its signature does not fit')
  const grant = parsePayload(bytes)
  if (grant.agent !== agent) throw bad(`it is for ${grant.agent}, the request is of ${agent}`)
  if (Date.parse(grant.until) <= now) throw bad(`its deadline was ${grant.until}`)
  return grant
}
