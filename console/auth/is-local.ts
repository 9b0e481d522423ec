import type { Context } from 'hono'
import { clientAddress } from './client-address.ts'

const localNames = new Set(['127.0.0.1', 'localhost', '[::1]'])
const localAddresses = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** A console that listens on this machine alone. */
export const isLoopback = (host: string): boolean => localNames.has(host) || host === '::1'

/**
 * Does this request come from this machine itself? A proxy in between says so in its headers, and a page that made
 * its own name point here (DNS rebinding) still asks for that name.
 */
export const isLocal = (context: Context): boolean => {
  const host = `http://${context.req.header('host') ?? ''}`
  return (
    localAddresses.has(clientAddress(context)) &&
    URL.canParse(host) &&
    localNames.has(new URL(host).hostname) &&
    ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'].every(
      (name) => context.req.header(name) === undefined,
    )
  )
}
