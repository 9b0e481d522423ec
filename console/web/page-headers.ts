import type { MiddlewareHandler } from 'hono'

const contentSecurity = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * What browsers hold pages to: no script or style but our own files, no frame around us, no form that leaves. The
 * referrer goes to ourselves alone; with none at all, a browser would not say where a form comes from.
 */
export const pageHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  context.header('content-security-policy', contentSecurity)
  context.header('cross-origin-opener-policy', 'same-origin')
  context.header('cross-origin-resource-policy', 'same-origin')
  context.header('referrer-policy', 'same-origin')
  context.header('x-content-type-options', 'nosniff')
  context.header('x-frame-options', 'DENY')
  context.header('cache-control', 'no-store')
}
