import type { Context } from 'hono'
import type { InboxEntry } from '../../../contracts/http/inbox.ts'
import type { ConsoleDeps } from '../../deps.ts'
import { findGoalPage } from '../../pages/goal-page.ts'
import { inboxEntry } from '../../pages/inbox-entry.ts'
import { inboxPage } from '../inbox-page.ts'
import { namesIn } from '../name-of.ts'
import { timeShower } from '../parts/show-time.ts'
import type { Visited } from '../visitor.ts'

/** More than this on one page nobody reads; the oldest come first, so what waits longest is seen. */
const mostShown = 200

/** What waits, oldest first, each as the API has it. */
export const readInbox = async (deps: ConsoleDeps): Promise<{ entries: InboxEntry[]; total: number }> => {
  const items = (await deps.store.inbox({})).toSorted((left, right) => (left.since < right.since ? -1 : 1))
  const control = await deps.control()
  const found = await Promise.all(
    items
      .slice(0, mostShown)
      .map(async (item) =>
        inboxEntry(item, await findGoalPage(deps.store, control, item.goal), control, deps.now()),
      ),
  )
  return { entries: found.filter((entry) => entry !== null), total: items.length }
}

export const inboxPageHandler = (deps: ConsoleDeps) => async (context: Context<Visited>) => {
  const control = await deps.control()
  const shown = { ...(await readInbox(deps)), visitor: context.get('visitor'), nameOf: namesIn(control) }
  const time = timeShower(control.policy?.company?.timezone ?? 'UTC')
  return context.html(inboxPage({ ...shown, time }))
}
