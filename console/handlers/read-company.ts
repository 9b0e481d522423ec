import type { Context } from 'hono'
import { z } from 'zod'
import { definitionDifference } from '../../contracts/definition-difference.ts'
import { HaltScope } from '../../contracts/platform.ts'
import { RemitError } from '../../contracts/errors.ts'
import { inFlight } from '../answers/in-flight.ts'
import { budgets } from '../answers/budgets.ts'
import type { ConsoleDeps } from '../deps.ts'
import { findGoalPage } from '../pages/goal-page.ts'
import { inboxEntry } from '../pages/inbox-entry.ts'
import { promotionEntries } from '../pages/promotion-entry.ts'
import type { ControlState } from '../record/control-state.ts'
import type { Policy } from '../record/read-policy.ts'
import type { InboxItem } from '../../store/port.ts'

const Kind = z.enum(['approval', 'escalation', 'review', 'promotion']).optional()
const State = z.literal('open').optional()

const queried = <T>(context: Context, name: string, schema: z.ZodType<T>): T => {
  const parsed = schema.safeParse(context.req.query(name))
  if (parsed.success) return parsed.data
  throw new RemitError('SCHEMA', {
    issues: [{ path: name, message: parsed.error.issues[0]?.message ?? 'wrong' }],
  })
}

export const inboxHandler = (deps: ConsoleDeps) => async (context: Context) => {
  queried(context, 'state', State)
  const kind = queried(context, 'kind', Kind)
  const { role, goal } = context.req.query()
  const control = await deps.control()
  const promotions =
    goal || (kind && kind !== 'promotion') ? [] : promotionEntries(control, role || undefined)
  if (kind === 'promotion') return context.json({ items: promotions, cursor: null })
  const items = await deps.store.inbox({
    ...(kind ? { kind } : {}),
    ...(role ? { role } : {}),
    ...(goal ? { goal } : {}),
  })
  const entry = async (item: InboxItem) =>
    inboxEntry(item, await findGoalPage(deps.store, control, item.goal), control, deps.now())
  const entries = await Promise.all(items.map(entry))
  return context.json({ items: [...entries.filter((found) => found !== null), ...promotions], cursor: null })
}

export const budgetsHandler = (deps: ConsoleDeps) => async (context: Context) =>
  context.json(await budgets(deps.store, await deps.control(), deps.now()))

export const haltsHandler = (deps: ConsoleDeps) => async (context: Context) =>
  context.json({ items: Object.values((await deps.control()).halts), cursor: null })

export const inFlightHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const scope = queried(context, 'scope', HaltScope.default('everything'))
  return context.json({ items: await inFlight(deps.store, scope), cursor: null })
}

const servedBy = (agent: string, policy: Policy | null): string[] =>
  Object.values(policy?.workflows ?? {})
    .filter(({ agents }) => agents.includes(agent))
    .map(({ name }) => name)

export const agentsHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const { agents, policy } = await deps.control()
  const items = Object.values(agents).map(({ name, description, version, contracts }) => ({
    name,
    description,
    version,
    contracts: contracts.map((contract) => contract.name),
    workflows: servedBy(name, policy),
  }))
  return context.json({ items, cursor: null })
}

export const toolsHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const { tools, taken } = await deps.control()
  const items = Object.values(tools).map((offered) => {
    const before = taken[offered.name] ?? offered
    const changed = before.hash !== offered.hash
    return {
      name: offered.name,
      state: changed ? 'changed' : 'accepted',
      hash: offered.hash,
      difference: changed ? definitionDifference(before, offered) : [],
    }
  })
  return context.json({ items, cursor: null })
}

const workflowsOf = ({ modes }: ControlState, policy: Policy) =>
  Object.values(policy.workflows).map(({ name, description, owner, mode, mode_ceiling }) => ({
    name,
    description,
    owner,
    mode: modes[name] ?? mode,
    mode_ceiling,
  }))

export const policyHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const control = await deps.control()
  if (control.policy === null) throw new RemitError('NOT_READY', { missing: 'an applied policy' })
  const { digest, at, by, second, difference, files } = control.policy
  const shown = { digest, at, by, second, difference, files, proposals: control.proposals }
  return context.json({ ...shown, workflows: workflowsOf(control, control.policy) })
}
