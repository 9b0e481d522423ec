import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { pageOf } from '../../contracts/http/page-paths.ts'
import { requests } from '../../contracts/http/requests.ts'
import { clientAddress } from '../auth/client-address.ts'
import { endSession, openSession } from '../auth/open-session.ts'
import { sessionCookie } from '../auth/session.ts'
import { refuseForeignOrigin } from '../auth/sign-in.ts'
import type { SignedIn } from '../auth/sign-in.ts'
import type { ConsoleDeps } from '../deps.ts'
import { readBody } from '../read-body.ts'

/** Long enough to open it on another machine, too short to be found lying about. */
const linkMinutes = 10

/** A proof against a session: the cookie is unreadable to scripts, the CSRF token is for the page. */
export const signInHandler = (deps: ConsoleDeps) => async (context: Context) => {
  // Else another site could sign a visitor in as somebody of its own choice.
  refuseForeignOrigin(context)
  const holder = await deps.prove(await readBody(context, requests.session), clientAddress(context))
  const { csrf, until } = openSession(context, deps, holder)
  return context.json({ person: holder.person, csrf, until })
}

/** A link for whoever asks, never for somebody else: that would be a way to decide in their name. */
export const linkHandler = (deps: ConsoleDeps) => async (context: Context<SignedIn>) => {
  await readBody(context, requests.link)
  const now = deps.now()
  const until = new Date(now.getTime() + linkMinutes * 60_000)
  const key = await deps.links.make(context.get('person'), until, now)
  return context.json({ path: pageOf('signInLink', { key }), until: until.toISOString() })
}

/** Ends the session. */
export const signOutHandler = (deps: ConsoleDeps) => async (context: Context) => {
  await endSession(context, deps, getCookie(context, sessionCookie))
  return context.body(null, 204)
}
