import type { Context } from 'hono'
import type { ConsoleDeps } from '../deps.ts'
import { openapi } from '../openapi.ts'

export const healthHandler = (context: Context) => context.text('ok\n')

export const readyHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const missing = await deps.missing()
  const ready = missing.length === 0
  const warnings = ready ? await deps.warnings() : []
  return context.json({ ready, missing, warnings }, ready ? 200 : 503)
}

export const openapiHandler = () => {
  const document = openapi()
  return (context: Context) => context.json(document)
}
