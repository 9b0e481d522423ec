import { getCookie } from 'hono/cookie'
import type { Context, MiddlewareHandler } from 'hono'
import { RemitError } from '../../contracts/errors.ts'
import { pageOf } from '../../contracts/http/page-paths.ts'
import { cookieHolder } from '../auth/cookie-holder.ts'
import { sessionCookie } from '../auth/session.ts'
import { refuseForeignOrigin } from '../auth/sign-in.ts'
import type { ConsoleDeps } from '../deps.ts'
import { sameHash, tokenHash } from '../auth/token-hash.ts'
import { html } from './html.ts'
import { ownPage } from './own-page.ts'
import { readForm } from './read-form.ts'
import { visitorOf } from './visitor.ts'
import type { Visited, Visitor } from './visitor.ts'

/** Who this request comes from by its session; null without one. */
export const visitorIn = async (context: Context, deps: ConsoleDeps): Promise<Visitor | null> => {
  const cookie = getCookie(context, sessionCookie)
  const holder = cookie === undefined ? undefined : await cookieHolder(deps, cookie)
  if (cookie === undefined || holder === undefined) return null
  const people = (await deps.control()).policy?.people ?? []
  return visitorOf(holder, deps.sessions.csrfOf(cookie, holder), people)
}

const hereOf = (context: Context): string => {
  const { pathname, search } = new URL(context.req.url)
  return `${pathname}${search}`
}

/**
 * The first request of a visit that begins on another site, such as a mail's, comes without our cookie. Asked again by
 * a page of ours, the browser sends it.
 */
const askedAgain = (context: Context) => {
  const here = ownPage(hereOf(context))
  return context.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>Remit</title>
          <meta http-equiv="refresh" content="0;url=${here}" />
        </head>
        <body>
          <p><a href="${here}">Go on</a></p>
        </body>
      </html>`,
  )
}

const toSignIn = (context: Context) => {
  if (context.req.header('sec-fetch-site') === 'cross-site' && context.req.method === 'GET')
    return askedAgain(context)
  return context.redirect(pageOf('signIn', {}, { next: hereOf(context) }), 303)
}

/** Throws FOREIGN_REQUEST where the form was not made by a page of this very session. */
const ownForm = async (context: Context, visitor: Visitor): Promise<URLSearchParams> => {
  if (context.req.header('origin') === undefined)
    throw new RemitError('FOREIGN_REQUEST', { missing: 'Origin' })
  refuseForeignOrigin(context)
  const form = await readForm(context)
  // Compared as hashes, so that the time says nothing of how much of it was right.
  if (!sameHash(tokenHash(form.get('csrf') ?? ''), tokenHash(visitor.csrf)))
    throw new RemitError('FOREIGN_REQUEST', { missing: 'csrf' })
  return form
}

/** Pages are for signed-in people: others are asked to sign in, and what they had sent is not done. */
export const signInRequired =
  (deps: ConsoleDeps): MiddlewareHandler<Visited> =>
  async (context, next) => {
    const visitor = await visitorIn(context, deps)
    const posted = context.req.method === 'POST'
    if (visitor === null && posted) throw new RemitError('NOT_SIGNED_IN')
    if (visitor === null) return toSignIn(context)
    context.set('visitor', visitor)
    if (posted) context.set('form', await ownForm(context, visitor))
    return next()
  }
