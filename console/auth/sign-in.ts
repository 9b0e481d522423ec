import { getCookie } from 'hono/cookie'
import type { Context, MiddlewareHandler } from 'hono'
import { RemitError } from '../../contracts/errors.ts'
import { holderOf } from './keyholders.ts'
import type { Keyholder } from './keyholders.ts'
import { cookieHolder } from './cookie-holder.ts'
import type { SignedOut } from './signed-out.ts'
import { sessionCookie } from './session.ts'
import type { Sessions } from './session.ts'

/** Came with a token, or from a page of ours: only a page can say how long somebody looked at it. */
export type Door = 'token' | 'page'
export type SignedIn = { Variables: { person: string; door: Door } }
type Deps = {
  holders: () => Promise<Keyholder[]>
  sessions: Sessions
  signedOut: Pick<SignedOut, 'has'>
  now: () => Date
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Throws FOREIGN_REQUEST where an Origin is given and is not this very host. */
export const refuseForeignOrigin = (context: Context): void => {
  const origin = context.req.header('origin')
  if (origin === undefined) return
  const host = URL.canParse(origin) ? new URL(origin).host : ''
  if (host !== context.req.header('host')) throw new RemitError('FOREIGN_REQUEST', { origin })
}

const byBearer = async (header: string, deps: Deps): Promise<string> => {
  const [, token] = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(header) ?? []
  const holder = token === undefined ? undefined : holderOf(token, await deps.holders())
  if (holder === undefined) throw new RemitError('NOT_SIGNED_IN')
  return holder.person
}

const byCookie = async (context: Context, cookie: string, deps: Deps): Promise<string> => {
  const holder = await cookieHolder(deps, cookie)
  if (holder === undefined) throw new RemitError('NOT_SIGNED_IN')
  if (safe.has(context.req.method)) return holder.person
  // A browser sends the cookie whoever wrote the page: the request must show that it comes from a page of ours.
  if (context.req.header('origin') === undefined)
    throw new RemitError('FOREIGN_REQUEST', { missing: 'Origin' })
  refuseForeignOrigin(context)
  if (!deps.sessions.csrfFits(cookie, holder, context.req.header('x-csrf-token')))
    throw new RemitError('FOREIGN_REQUEST', { missing: 'x-csrf-token' })
  return holder.person
}

/** Who asks is what the door knows: a bearer token, or a session cookie with its CSRF token and our own Origin. */
export const whoAsks = async (context: Context, deps: Deps): Promise<string> => {
  const bearer = context.req.header('authorization')
  const cookie = getCookie(context, sessionCookie)
  if (bearer !== undefined) return byBearer(bearer, deps)
  if (cookie !== undefined) return byCookie(context, cookie, deps)
  throw new RemitError('NOT_SIGNED_IN')
}

/** The same before a handler that needs it. */
export const signIn =
  (deps: Deps): MiddlewareHandler<SignedIn> =>
  async (context, next) => {
    context.set('person', await whoAsks(context, deps))
    context.set('door', context.req.header('authorization') === undefined ? 'page' : 'token')
    await next()
  }
