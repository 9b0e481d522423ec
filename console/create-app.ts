import { Hono } from 'hono'
import { routePath } from 'hono/route'
import type { Handler, MiddlewareHandler } from 'hono'
import { RemitError, toRemitError } from '../contracts/errors.ts'
import { requests } from '../contracts/http/requests.ts'
import { signIn } from './auth/sign-in.ts'
import type { SignedIn } from './auth/sign-in.ts'
import type { ConsoleDeps } from './deps.ts'
import {
  acceptToolHandler,
  applyHandler,
  haltHandler,
  liftHandler,
  workflowCommand,
} from './handlers/control-commands.ts'
import { decisionHandler, effectCommand, goalCommand } from './handlers/goal-commands.ts'
import { deadHandler, deadLetterHandler, recordCommand, retryHandler } from './handlers/record.ts'
import { metricsHandler, requestCounter } from './handlers/metrics.ts'
import { healthHandler, openapiHandler, readyHandler } from './handlers/plain.ts'
import * as company from './handlers/read-company.ts'
import { outcomesHandler } from './handlers/outcomes.ts'
import {
  eventsHandler,
  goalHandler,
  goalsHandler,
  traceHandler,
  trailHandler,
} from './handlers/read-goals.ts'
import { linkHandler, signInHandler, signOutHandler } from './handlers/session.ts'
import { streamHandler } from './handlers/stream.ts'
import { submitHandler } from './handlers/submit.ts'
import { problemOf, statusOf } from './problem.ts'
import { pattern, routes } from './routes.ts'
import type { Route, RouteName } from './routes.ts'
import { pagesApp } from './web/pages-app.ts'

const handlersOf = (deps: ConsoleDeps, metrics: Handler): Record<RouteName, Handler> => ({
  health: healthHandler,
  ready: readyHandler(deps),
  metrics,
  openapi: openapiHandler(),
  session: signInHandler(deps),
  link: linkHandler(deps),
  signOut: signOutHandler(deps),
  submit: submitHandler(deps),
  goals: goalsHandler(deps),
  goal: goalHandler(deps),
  events: eventsHandler(deps),
  trail: trailHandler(deps),
  trace: traceHandler(deps),
  cancel: goalCommand(deps, 'cancel', requests.cancel),
  resolution: goalCommand(deps, 'resolve', requests.resolution),
  resume: goalCommand(deps, 'resume', requests.resume),
  topUp: goalCommand(deps, 'top-up', requests.topUp),
  flag: goalCommand(deps, 'flag', requests.flag),
  review: goalCommand(deps, 'review', requests.review),
  reversed: effectCommand(deps, 'reverse', requests.reversed),
  byPerson: effectCommand(deps, 'by-person', requests.byPerson),
  again: effectCommand(deps, 'again', requests.again),
  mode: workflowCommand(deps, 'mode', requests.mode),
  promotion: workflowCommand(deps, 'promote', requests.promotion),
  demotion: workflowCommand(deps, 'demote', requests.demotion),
  policy: company.policyHandler(deps),
  apply: applyHandler(deps),
  inbox: company.inboxHandler(deps),
  decision: decisionHandler(deps),
  outcomes: outcomesHandler(deps),
  budgets: company.budgetsHandler(deps),
  halts: company.haltsHandler(deps),
  inFlight: company.inFlightHandler(deps),
  halt: haltHandler(deps),
  lift: liftHandler(deps),
  erasures: recordCommand(deps, 'erase', requests.erasure),
  dead: deadHandler(deps),
  deadLetter: deadLetterHandler(deps),
  retry: retryHandler(deps),
  restored: recordCommand(deps, 'restored', requests.restored),
  rotate: recordCommand(deps, 'rotate', requests.rotate),
  agents: company.agentsHandler(deps),
  tools: company.toolsHandler(deps),
  acceptTool: acceptToolHandler(deps),
  stream: streamHandler(deps),
})

const problemResponse = (error: RemitError, allow?: string): Response => {
  const problem = problemOf(error)
  return new Response(`${JSON.stringify(problem)}\n`, {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(allow === undefined ? {} : { allow }),
      ...(error.code === 'TOO_MANY_TRIES' ? { 'retry-after': String(error.details['seconds']) } : {}),
      ...(problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
  })
}

/** Methods that the address takes, if it is one of ours. */
const methodsOf = (path: string): string[] =>
  Object.values<Route>(routes)
    .filter((route) => new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .map((route) => route.method.toUpperCase())

const headers: MiddlewareHandler = async (context, next) => {
  await next()
  context.header('cache-control', 'no-store')
  context.header('x-content-type-options', 'nosniff')
  // Pages have their own: with none at all, a browser would not say which page a form comes from.
  if (!context.res.headers.has('referrer-policy')) context.header('referrer-policy', 'no-referrer')
}

/** The application: the routes of the table, each with its handler; without a sign-in only those that are open. */
export const createApp = (deps: ConsoleDeps): Hono<SignedIn> => {
  const app = new Hono<SignedIn>()
  const counter = requestCounter()
  const known = signIn(deps)
  app.use(counter.count, headers)
  const handlers = handlersOf(deps, metricsHandler(deps, counter.lines))
  for (const [name, handler] of Object.entries(handlers)) {
    const route = Object.entries<Route>(routes).find(([other]) => other === name)?.[1]
    if (route === undefined) throw new RangeError(`${name} has no route`)
    if (route.open) app.on(route.method.toUpperCase(), pattern(route.path), handler)
    else app.on(route.method.toUpperCase(), pattern(route.path), known, handler)
  }
  app.route('/', pagesApp(deps))
  app.notFound((context) => {
    const methods = methodsOf(context.req.path)
    if (methods.length === 0)
      return problemResponse(new RemitError('UNKNOWN_ROUTE', { path: context.req.path }))
    const { method } = context.req
    return problemResponse(new RemitError('WRONG_METHOD', { method, allowed: methods }), methods.join(', '))
  })
  app.onError((thrown, context) => {
    const error = toRemitError(thrown)
    // The matched pattern, never the address itself: it may hold what somebody typed.
    if (statusOf(error.code) >= 500) deps.failed(error, routePath(context))
    return problemResponse(error)
  })
  return app
}
