import type { Context } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import type { ConsoleDeps } from '../deps.ts'
import type { Keyholder } from './keyholders.ts'
import { sessionCookie } from './session.ts'

const flags = (secure: boolean) => ({ path: '/', httpOnly: true, sameSite: 'Strict', secure }) as const

/** A new session in this browser, whatever cookie it came with: one that somebody else planted is worth nothing. */
export const openSession = (context: Context, deps: ConsoleDeps, holder: Keyholder) => {
  const session = deps.sessions.open(holder, deps.now(), deps.newId())
  setCookie(context, sessionCookie, session.cookie, {
    ...flags(deps.secure),
    expires: new Date(session.until),
  })
  return session
}

/** Ends the session: in this browser, and for whoever has a copy of its cookie. */
export const endSession = async (context: Context, deps: ConsoleDeps, cookie: string | undefined) => {
  if (cookie !== undefined) await deps.signedOut.add(cookie, deps.now())
  deleteCookie(context, sessionCookie, flags(deps.secure))
}
