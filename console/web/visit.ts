import { getCookie, setCookie } from 'hono/cookie'
import type { Context } from 'hono'
import { RemitError } from '../../contracts/errors.ts'
import { refuseForeignOrigin } from '../auth/sign-in.ts'
import { sameHash, tokenHash } from '../auth/token-hash.ts'
import type { ConsoleDeps } from '../deps.ts'
import { readForm } from './read-form.ts'

const visitCookie = 'remit_visit'

/** The token for a form that is sent before anybody signed in: it is worth something to this browser alone. */
export const visitToken = (
  context: Context,
  { newId, secure }: Pick<ConsoleDeps, 'newId' | 'secure'>,
): string => {
  const token = getCookie(context, visitCookie) ?? newId()
  setCookie(context, visitCookie, token, { path: '/sign-in', httpOnly: true, sameSite: 'Strict', secure })
  return token
}

/** A form of ours, sent before sign-in. Throws FOREIGN_REQUEST where it is not. */
export const visitForm = async (context: Context): Promise<URLSearchParams> => {
  if (context.req.header('origin') === undefined)
    throw new RemitError('FOREIGN_REQUEST', { missing: 'Origin' })
  refuseForeignOrigin(context)
  const form = await readForm(context)
  const token = getCookie(context, visitCookie)
  if (token === undefined || !sameHash(tokenHash(form.get('csrf') ?? ''), tokenHash(token)))
    throw new RemitError('FOREIGN_REQUEST', { missing: 'csrf' })
  return form
}
