import type { Context } from 'hono'
import { z } from 'zod'
import { RemitError } from '../../contracts/errors.ts'
import { outcomesOf } from '../answers/outcomes.ts'
import type { ConsoleDeps } from '../deps.ts'

/** A time, or a day, which begins at midnight UTC. */
const When = z
  .union([z.iso.datetime(), z.iso.date()])
  .transform((text) => new Date(text).toISOString())
  .optional()
const Query = z.strictObject({ workflow: z.string().min(1).optional(), from: When, to: When })

const ninetyDays = 90 * 24 * 3_600_000

/** `GET /api/outcomes?workflow=&from=&to=`: goals that ended in [from, to); without them the last 90 days. */
export const outcomesHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const query = Query.safeParse(context.req.query())
  if (!query.success)
    throw new RemitError('SCHEMA', {
      issues: query.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    })
  const { workflow } = query.data
  const to = query.data.to ?? deps.now().toISOString()
  const from = query.data.from ?? new Date(Date.parse(to) - ninetyDays).toISOString()
  const control = await deps.control()
  if (control.policy === null) throw new RemitError('NOT_READY', { missing: 'an applied policy' })
  const goals = await deps.store.outcomes({ by: 'ended', from, to, ...(workflow ? { workflow } : {}) })
  if (workflow !== undefined && control.policy.workflows[workflow] === undefined && goals.length === 0)
    throw new RemitError('UNKNOWN_WORKFLOW', { workflow })
  return context.json(outcomesOf(control, goals, { workflow, from, to }))
}
