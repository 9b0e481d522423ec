import type { Context } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { RemitError } from '../../contracts/errors.ts'
import { requests } from '../../contracts/http/requests.ts'
import { holderOf } from '../auth/person-tokens.ts'
import { sessionCookie } from '../auth/session.ts'
import { refuseForeignOrigin } from '../auth/sign-in.ts'
import type { ConsoleDeps } from '../deps.ts'
import { readBody } from '../read-body.ts'

const cookie = (secure: boolean) => ({ path: '/', httpOnly: true, sameSite: 'Strict', secure }) as const

/** A token against a session: the cookie is unreadable to scripts, the CSRF token is for the page. */
export const signInHandler = (deps: ConsoleDeps) => async (context: Context) => {
  // Else another site could sign a visitor in as somebody of its own choice.
  refuseForeignOrigin(context)
  const { token } = await readBody(context, requests.session)
  const holder = holderOf(token, await deps.holders())
  if (holder === undefined) throw new RemitError('NOT_SIGNED_IN')
  const session = deps.sessions.open(holder, deps.now(), deps.newId())
  setCookie(context, sessionCookie, session.cookie, {
    ...cookie(deps.secure),
    expires: new Date(session.until),
  })
  return context.json({ person: holder.person, csrf: session.csrf, until: session.until })
}

/** Forgets the session in this browser. */
export const signOutHandler = (deps: ConsoleDeps) => (context: Context) => {
  deleteCookie(context, sessionCookie, cookie(deps.secure))
  return context.body(null, 204)
}
