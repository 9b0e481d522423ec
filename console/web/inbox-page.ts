import type { InboxEntry } from '../../contracts/http/inbox.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import type { NameOf } from './name-of.ts'
import { isFor, showEntry } from './parts/show-entry.ts'
import type { ShowTime } from './parts/show-time.ts'
import type { Visitor } from './visitor.ts'

type Shown = { entries: InboxEntry[]; total: number; visitor: Visitor; nameOf: NameOf; time: ShowTime }

const part = (title: string, entries: InboxEntry[], none: string, { nameOf, time }: Shown): Html =>
  html`<section>
    <h2>${title}</h2>
    ${
      entries.length === 0
        ? html`<p>${none}</p>`
        : html`<ul class="plain">
            ${entries.map((entry) => showEntry(entry, nameOf, time))}
          </ul>`
    }
  </section>`

/** What waits: first for whoever looks, then for others. */
export const inboxPage = (shown: Shown): Html => {
  const { entries, total, visitor } = shown
  const yours = entries.filter((entry) => isFor(entry, visitor))
  const others = entries.filter((entry) => !isFor(entry, visitor))
  return layout({
    title: 'Inbox',
    visitor,
    here: 'inbox',
    body: html`<h1>Inbox</h1>
      ${part('Waits for you', yours, 'Nothing waits for you.', shown)}
      ${others.length === 0 ? '' : part('Waits for others', others, '', shown)}
      ${total > entries.length ? html`<p class="hint">The oldest ${entries.length} of ${total} are shown.</p>` : ''}`,
  })
}
