import type { Context } from 'hono'
import { RemitError } from '../../contracts/errors.ts'
import type { Envelope } from '../../contracts/envelope.ts'
import type { GoalLine } from '../../contracts/http/goal-line.ts'
import { readGoalEvent } from '../../contracts/events.ts'
import { wholeTrace } from '../../observability/spans.ts'
import type { GoalFilter } from '../../store/port.ts'
import { trail } from '../answers/trail.ts'
import type { ConsoleDeps } from '../deps.ts'
import { goalLine } from '../pages/goal-line.ts'
import { findGoalPage } from '../pages/goal-page.ts'
import { segment } from './segment.ts'

const defaultLimit = 50
const mostLines = 200
/** How many lines are looked through for words in one request; the cursor goes on from there. */
const mostSearched = 1000

const limitOf = (context: Context): number => {
  const limit = Number(context.req.query('limit') ?? defaultLimit)
  if (!Number.isInteger(limit) || limit < 1 || limit > mostLines)
    throw new RemitError('SCHEMA', {
      issues: [{ path: 'limit', message: `a whole number from 1 to ${mostLines}` }],
    })
  return limit
}

const filterOf = (context: Context): GoalFilter => {
  const { status, class: endClass, workflow, agent, cursor } = context.req.query()
  return {
    ...(status ? { status } : {}),
    ...(endClass ? { class: endClass } : {}),
    ...(workflow ? { workflow } : {}),
    ...(agent ? { agent } : {}),
    ...(cursor ? { cursor } : {}),
  }
}

type Page = { items: GoalLine[]; cursor: string | null }
const list = async ({ store, control }: ConsoleDeps, filter: GoalFilter, limit: number): Promise<Page> => {
  const { items, cursor } = await store.goals({ ...filter, limit })
  const state = await control()
  return { items: await Promise.all(items.map((view) => goalLine(store, state, view))), cursor }
}

/** Texts are encrypted where they lie, so a search reads line after line; one at a time keeps the cursor exact. */
const search = async (deps: ConsoleDeps, filter: GoalFilter, limit: number, words: string): Promise<Page> => {
  const found: GoalLine[] = []
  let from = filter
  for (let looked = 0; looked < mostSearched; looked += 1) {
    const { items, cursor } = await list(deps, from, 1)
    found.push(...items.filter(({ goal }) => goal?.toLowerCase().includes(words.toLowerCase())))
    if (cursor === null || found.length >= limit) return { items: found, cursor }
    from = { ...filter, cursor }
  }
  return { items: found, cursor: from.cursor ?? null }
}

export const goalsHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const [filter, limit, words] = [filterOf(context), limitOf(context), context.req.query('q')]
  return context.json(words ? await search(deps, filter, limit, words) : await list(deps, filter, limit))
}

export const goalHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const goal = segment(context, 'id', 'UNKNOWN_GOAL')
  return context.json(await findGoalPage(deps.store, await deps.control(), goal))
}

const recordOf = async (context: Context, deps: ConsoleDeps, after = 0): Promise<[string, Envelope[]]> => {
  const goal = segment(context, 'id', 'UNKNOWN_GOAL')
  if ((await deps.store.view(goal)) === null) throw new RemitError('UNKNOWN_GOAL', { goal })
  return [goal, await deps.store.load(goal, after)]
}

export const eventsHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const after = Number(context.req.query('after') ?? 0)
  if (!Number.isInteger(after) || after < 0)
    throw new RemitError('SCHEMA', { issues: [{ path: 'after', message: 'a version, 0 or more' }] })
  const [, events] = await recordOf(context, deps, after)
  return context.json({ items: events, cursor: null })
}

export const trailHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const [goal, events] = await recordOf(context, deps)
  return context.json({ items: await trail(deps.store, goal, events), cursor: null })
}

export const traceHandler = (deps: ConsoleDeps) => async (context: Context) => {
  const [, events] = await recordOf(context, deps)
  return context.json({ items: wholeTrace(events.map(readGoalEvent)), cursor: null })
}
