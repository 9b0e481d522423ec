import { getCookie } from 'hono/cookie'
import type { Context } from 'hono'
import { RemitError, toRemitError } from '../../../contracts/errors.ts'
import { pageOf } from '../../../contracts/http/page-paths.ts'
import { requests } from '../../../contracts/http/requests.ts'
import { clientAddress } from '../../auth/client-address.ts'
import { endSession, openSession } from '../../auth/open-session.ts'
import { sessionCookie } from '../../auth/session.ts'
import type { ConsoleDeps } from '../../deps.ts'
import { statusOf } from '../../problem.ts'
import { ownPage } from '../own-page.ts'
import type { Told } from '../parts/alert-of.ts'
import { signInLinkPage, signInPage } from '../sign-in-page.ts'
import { toldOf } from '../told-of.ts'
import { visitForm, visitToken } from '../visit.ts'
import type { Visited } from '../visitor.ts'

const spent: Told = {
  kind: 'refused',
  what: 'This link does not sign anybody in.',
  next: 'It was used, or it is too old. Make another with npm run remit -- login.',
}
const wrong: Told = {
  kind: 'refused',
  what: 'Nobody could be signed in with that.',
  next: 'Check the name and the password, or the token, and try again.',
}

export const signInPageHandler = (deps: ConsoleDeps) => (context: Context) =>
  context.html(
    signInPage({
      csrf: visitToken(context, deps),
      next: ownPage(context.req.query('next')),
      told: null,
      person: '',
    }),
  )

/** Shows whose link it is, and uses nothing up: mail programs look at links before people do. */
export const signInLinkHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const key = context.req.param('key') ?? ''
  const person = await deps.links.look(key, deps.now())
  const holder = (await deps.holders()).find((one) => one.person === person)
  const csrf = visitToken(context, deps)
  return holder === undefined
    ? context.html(signInPage({ csrf, next: pageOf('home'), told: spent, person: '' }), 404)
    : context.html(signInLinkPage({ csrf, key, name: holder.name }))
}

const proofIn = (form: URLSearchParams) => {
  const named = ['token', 'link'].find((name) => form.has(name))
  const proof = requests.session.safeParse(
    named === undefined
      ? { person: form.get('person')?.trim(), password: form.get('password') }
      : { [named]: form.get(named)?.trim() },
  )
  if (!proof.success) throw new RemitError('NOT_SIGNED_IN')
  return proof.data
}

const failure = (error: RemitError, form: URLSearchParams): Told => {
  if (error.code !== 'NOT_SIGNED_IN') return toldOf(error)
  return form.has('link') ? spent : wrong
}

/** Signs in by what the form shows, into a session of its own, whatever cookies the browser came with. */
export const signInFormHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const form = await visitForm(context)
  const next = ownPage(form.get('next'))
  try {
    openSession(context, deps, await deps.prove(proofIn(form), clientAddress(context)))
    return context.redirect(next, 303)
  } catch (thrown) {
    const error = toRemitError(thrown)
    if (error.code === 'INTERNAL') throw error
    const { seconds } = error.details
    if (typeof seconds === 'number') context.header('retry-after', String(seconds))
    const again = { csrf: visitToken(context, deps), next, told: failure(error, form) }
    return context.html(signInPage({ ...again, person: form.get('person') ?? '' }), statusOf(error.code))
  }
}

export const signOutPageHandler = (deps: ConsoleDeps) => async (context: Context<Visited>) => {
  await endSession(context, deps, getCookie(context, sessionCookie))
  return context.redirect(pageOf('signIn'), 303)
}
