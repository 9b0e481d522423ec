import type { Context } from 'hono'
import { budgets } from '../../answers/budgets.ts'
import type { ConsoleDeps } from '../../deps.ts'
import { homePage, startingPage, welcomePage } from '../home-page.ts'
import { namesIn } from '../name-of.ts'
import { timeShower } from '../parts/show-time.ts'
import { visitorIn } from '../sign-in-required.ts'
import { readInbox } from './inbox.ts'

/** The first page. Without a sign-in it says what this is, and nothing of what goes on here. */
export const homePageHandler = (deps: ConsoleDeps) => async (context: Context) => {
  if ((await deps.missing()).length > 0) return context.html(startingPage(), 503)
  const visitor = await visitorIn(context, deps)
  if (visitor === null) return context.html(welcomePage())
  const control = await deps.control()
  const { entries, total } = await readInbox(deps)
  const { today } = await budgets(deps.store, control, deps.now())
  return context.html(
    homePage({
      visitor,
      entries,
      total,
      today,
      halts: Object.values(control.halts),
      nameOf: namesIn(control),
      time: timeShower(control.policy?.company?.timezone ?? 'UTC'),
    }),
  )
}
