import type { Context, MiddlewareHandler } from 'hono'
import { isLocal } from '../auth/is-local.ts'
import { whoAsks } from '../auth/sign-in.ts'
import type { ConsoleDeps } from '../deps.ts'

/** Counts answers by their class of status. */
export const requestCounter = (): { count: MiddlewareHandler; lines: () => string[] } => {
  const counts = new Map<string, number>()
  return {
    count: async (context, next) => {
      await next()
      const status = `${Math.floor(context.res.status / 100)}xx`
      counts.set(status, (counts.get(status) ?? 0) + 1)
    },
    lines: () => [
      '# TYPE remit_http_requests_total counter',
      ...[...counts].map(([status, count]) => `remit_http_requests_total{status="${status}"} ${count}`),
    ],
  }
}

export const metricsHandler = (deps: ConsoleDeps, requests: () => string[]) => async (context: Context) => {
  // What waits is nobody's business but this machine's own collector and people who signed in.
  if (!deps.loopback || !isLocal(context)) await whoAsks(context, deps)
  const items = await deps.store.inbox({})
  const kinds = (['approval', 'escalation', 'review'] as const).map(
    (kind) => `remit_inbox_open{kind="${kind}"} ${items.filter((item) => item.kind === kind).length}`,
  )
  return context.text(`${['# TYPE remit_inbox_open gauge', ...kinds, ...requests()].join('\n')}\n`)
}
