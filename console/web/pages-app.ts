import { Hono } from 'hono'
import { routePath } from 'hono/route'
import { toRemitError } from '../../contracts/errors.ts'
import { pagePaths } from '../../contracts/http/page-paths.ts'
import type { PageName } from '../../contracts/http/page-paths.ts'
import type { ConsoleDeps } from '../deps.ts'
import { statusOf } from '../problem.ts'
import { pattern } from '../routes.ts'
import { errorPage } from './error-page.ts'
import { activeTimeHandler, styleHandler } from './handlers/assets.ts'
import { homePageHandler } from './handlers/home.ts'
import { inboxPageHandler } from './handlers/inbox.ts'
import { actHandler, itemHandler } from './handlers/item.ts'
import {
  signInFormHandler,
  signInLinkHandler,
  signInPageHandler,
  signOutPageHandler,
} from './handlers/sign-in.ts'
import { pageHeaders } from './page-headers.ts'
import { signInRequired } from './sign-in-required.ts'
import { toldOf } from './told-of.ts'
import type { Visited } from './visitor.ts'

const at = (name: PageName): string => pattern(pagePaths[name])

/** The pages for people. What they send becomes the same signed commands as the API's: they decide nothing. */
export const pagesApp = (deps: ConsoleDeps): Hono<Visited> => {
  const app = new Hono<Visited>()
  const known = signInRequired(deps)
  for (const path of Object.values(pagePaths)) app.use(pattern(path), pageHeaders)
  app.get(at('home'), homePageHandler(deps))
  app.get(at('style'), styleHandler)
  app.get(at('activeTime'), activeTimeHandler)
  app.get(at('signIn'), signInPageHandler(deps))
  app.post(at('signIn'), signInFormHandler(deps))
  app.get(at('signInLink'), signInLinkHandler(deps))
  app.post(at('signOut'), known, signOutPageHandler(deps))
  app.get(at('inbox'), known, inboxPageHandler(deps))
  app.get(at('item'), known, itemHandler(deps))
  app.post(at('act'), known, actHandler(deps))
  app.onError((thrown, context) => {
    const error = toRemitError(thrown)
    const status = statusOf(error.code)
    if (status >= 500) deps.failed(error, routePath(context))
    return context.html(errorPage(toldOf(error), { signedOut: error.code === 'NOT_SIGNED_IN' }), status)
  })
  return app
}
