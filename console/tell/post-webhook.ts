import { createHmac } from 'node:crypto'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { RemitError } from '../../contracts/errors.ts'
import { isPrivate, publicLookup } from './public-address.ts'
import type { ToldCode } from './told-outcome.ts'

const timeoutMs = 10_000
/** Bytes. With less, or with an empty file, anybody could sign in our name (Standard Webhooks 1.0: 24 to 64). */
const shortestKey = 24

/** `whsec_` and base64, or the bytes of the text itself (Standard Webhooks 1.0). */
const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8')

/** `v1,<base64 HMAC-SHA-256 over id.timestamp.body>` (Standard Webhooks 1.0). */
export const webhookSignature = (secret: string, id: string, timestamp: string, body: string): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`

export type PostWebhook = (hook: {
  url: string
  secret: string
  id: string
  body: string
  at: Date
}) => Promise<ToldCode>

const post = (url: URL, headers: Record<string, string>, body: string, guarded: boolean): Promise<number> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const lookup = guarded ? { lookup: publicLookup } : {}
    const sent = send(url, { method: 'POST', headers, timeout: timeoutMs, ...lookup }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    sent.on('timeout', () => sent.destroy(new RemitError('TIMEOUT', { url: url.origin })))
    sent.on('error', reject)
    sent.end(body)
  })

/**
 * One signed message to one address, never further: a redirect is a failure. Addresses of this machine and of private
 * networks are refused unless it was said that they are meant. Resolves '' on a 2xx answer.
 */
export const webhookPoster =
  (options: { privateToo: boolean; failed: (error: unknown) => void }): PostWebhook =>
  async ({ url: address, secret, id, body, at }) => {
    const url = new URL(address)
    const host = url.hostname.replaceAll(/[[\]]/g, '')
    if (!options.privateToo && isIP(host) !== 0 && isPrivate(host)) return 'PRIVATE_ADDRESS'
    if (keyOf(secret).length < shortestKey) {
      options.failed(
        new RemitError('BAD_CONFIG', { secret: `a key of at least ${shortestKey} bytes`, to: url.origin }),
      )
      return 'WEBHOOK'
    }
    const timestamp = String(Math.floor(at.getTime() / 1000))
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': webhookSignature(secret, id, timestamp, body),
    }
    try {
      const status = await post(url, headers, body, !options.privateToo)
      if (status >= 200 && status < 300) return ''
      options.failed(new RemitError('TOOL_FAILED', { status, to: url.origin }))
      return 'WEBHOOK'
    } catch (error) {
      options.failed(error)
      return error instanceof RemitError && error.code === 'FORBIDDEN' ? 'PRIVATE_ADDRESS' : 'WEBHOOK'
    }
  }
