import type { Context } from 'hono'
import { paths } from '../../contracts/http/paths.ts'
import type { ConsoleDeps } from '../deps.ts'
import { openapi } from '../openapi.ts'

export const healthHandler = (context: Context) => context.text('ok\n')

export const readyHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const missing = await deps.missing()
  return context.json({ ready: missing.length === 0, missing }, missing.length === 0 ? 200 : 503)
}

export const openapiHandler = () => {
  const document = openapi()
  return (context: Context) => context.json(document)
}

const waiting = async (deps: ConsoleDeps): Promise<string> => {
  if ((await deps.missing()).length > 0) return 'Remit is starting.'
  const count = (await deps.store.inbox({})).length
  if (count === 0) return 'Nothing waits for a person.'
  return count === 1 ? 'One thing waits for a person.' : `${count} things wait for a person.`
}

/** Without a sign-in: what this is and how much waits, no more. */
export const homeHandler = (deps: ConsoleDeps) => async (context: Context) => {
  context.header('content-security-policy', "default-src 'none'; style-src 'none'; frame-ancestors 'none'")
  return context.html(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Remit</title></head>
<body>
<h1>Remit</h1>
<p>${await waiting(deps)}</p>
<p>This is the HTTP API. Its description: <a href="${paths.openapi}">${paths.openapi}</a>.</p>
<p>From a terminal on this machine: <code>npm run remit -- inbox</code>, <code>npm run remit -- goals</code>,
<code>npm run remit -- --help</code>.</p>
</body>
</html>
`)
}
