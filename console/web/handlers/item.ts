import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { RemitError, toRemitError } from '../../../contracts/errors.ts'
import { pageOf } from '../../../contracts/http/page-paths.ts'
import { Id } from '../../../contracts/ids.ts'
import type { ConsoleDeps } from '../../deps.ts'
import { statusOf } from '../../problem.ts'
import { itemKind } from '../item-kinds.ts'
import { itemPage } from '../item-page.ts'
import type { ReadAct, Typed } from '../kinds/item-kind.ts'
import type { Told } from '../parts/alert-of.ts'
import { toldByRecord } from '../told-by-record.ts'
import { toldOf } from '../told-of.ts'
import type { Visited } from '../visitor.ts'

type Place = { kind: string; id: string; goal: string | null }

const placeOf = (context: Context, goal: string | null | undefined): Place => {
  const { kind = '', id = '' } = context.req.param()
  return { kind, id, goal: Id.safeParse(goal).data ?? null }
}

const opened = async (context: Context<Visited>, deps: ConsoleDeps, { kind: name, ...place }: Place) => {
  const kind = itemKind(name)
  const item = await kind?.open(deps, place, context.get('visitor'))
  if (kind === undefined || !item) throw new RemitError('UNKNOWN_ROUTE', {})
  return { label: kind.label, item, visitor: context.get('visitor') }
}

const addressOf = ({ kind, id }: Place, goal: string | null, command: string): string =>
  pageOf('item', { kind, id }, { ...(goal === null ? {} : { goal }), command })

/** One item; with `?command=` also what became of the command that led here, as the record has it. */
export const itemHandler = (deps: ConsoleDeps) => async (context: Context<Visited>) => {
  const shown = await opened(context, deps, placeOf(context, context.req.query('goal')))
  const told = await toldByRecord(deps, shown.item.goal, context.req.query('command'))
  return context.html(itemPage({ ...shown, told, typed: null }))
}

const faultsTold: Told = {
  kind: 'refused',
  what: 'Nothing was sent: something in the form does not fit.',
  next: 'Mend what is named beside the fields, then send it again.',
}

/**
 * A form of an item: one signed command of whoever is signed in, as the API would send it. What is refused comes back
 * in the page with what was typed; what is taken leads back to the page by its command, so that a reload sends nothing.
 */
export const actHandler = (deps: ConsoleDeps) => async (context: Context<Visited>) => {
  const form = context.get('form')
  const place = placeOf(context, form.get('goal'))
  const act = context.req.param('act') ?? ''
  const back = async (status: ContentfulStatusCode, told: Told, errors: Typed['errors']) => {
    const shown = await opened(context, deps, place)
    return context.html(itemPage({ ...shown, told, typed: { act, form, errors } }), status)
  }
  const read: ReadAct = (await opened(context, deps, place)).item.act(act, form)
  if (read.kind === 'none') throw new RemitError('UNKNOWN_ROUTE', {})
  if (read.kind === 'faults') return back(400, faultsTold, read.errors)
  try {
    const { command, goal } = await deps.send({ ...read.order, person: context.get('visitor').person })
    return context.redirect(addressOf(place, goal, command), 303)
  } catch (thrown) {
    const error = toRemitError(thrown)
    if (error.code === 'INTERNAL') throw error
    return back(statusOf(error.code), toldOf(error), {})
  }
}
