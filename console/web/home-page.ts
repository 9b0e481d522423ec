import type { Budgets, HaltLine } from '../../contracts/http/answers.ts'
import type { InboxEntry } from '../../contracts/http/inbox.ts'
import { pageOf } from '../../contracts/http/page-paths.ts'
import { paths } from '../../contracts/http/paths.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import type { NameOf } from './name-of.ts'
import { isFor, showEntry } from './parts/show-entry.ts'
import type { ShowTime } from './parts/show-time.ts'
import { visible } from './visible.ts'
import type { Visitor } from './visitor.ts'

type Shown = {
  visitor: Visitor
  entries: InboxEntry[]
  total: number
  today: Budgets['today']
  halts: HaltLine[]
  nameOf: NameOf
  time: ShowTime
}
const mostShown = 5

/** For whoever has not signed in. */
export const welcomePage = (): Html =>
  layout({
    title: 'Sign in',
    visitor: null,
    body: html`<div class="narrow">
      <h1>Remit</h1>
      <p class="lead">A team of agents that do back-office work, and never step outside their remit.</p>
      <p><a class="button" href="${pageOf('signIn')}">Sign in</a></p>
    </div>`,
  })

export const startingPage = (): Html =>
  layout({
    title: 'Starting',
    visitor: null,
    body: html`<div class="narrow">
      <h1>Remit is starting</h1>
      <p>Reload this page in a moment. <code>${paths.ready}</code> says what is still missing.</p>
    </div>`,
  })

const money = (today: Shown['today']): Html =>
  today.length === 0
    ? html`<p>No cap is set, so no money can move.</p>`
    : html`${today.map(
        ({ canMove, moved, held }) =>
          html`<dl class="figures">
            <div>
              <dt>can still move, at most</dt>
              <dd>${canMove}</dd>
            </div>
            <div>
              <dt>has moved</dt>
              <dd>${moved}</dd>
            </div>
            <div>
              <dt>is held</dt>
              <dd>${held}</dd>
            </div>
          </dl>`,
      )}`

const halted = ({ halts, nameOf, time }: Shown): Html | '' =>
  halts.length === 0
    ? ''
    : html`<section class="told refused">
        <h2>Halted</h2>
        <ul>
          ${halts.map(({ scope, by, at, note }) => html`<li><strong>${visible(scope)}</strong> by ${nameOf(by)}, ${time(at)}${note === '' ? '' : html`: ${visible(note)}`}</li>`)}
        </ul>
      </section>`

const waiting = (yours: InboxEntry[], { nameOf, time }: Shown): Html =>
  yours.length === 0
    ? html`<p>Nothing waits for you.</p>`
    : html`<ul class="plain">
        ${yours.slice(0, mostShown).map((entry) => showEntry(entry, nameOf, time))}
      </ul>`

/** What waits for this person, and what can move today. */
export const homePage = (shown: Shown): Html => {
  const { visitor, entries, total, today } = shown
  const yours = entries.filter((entry) => isFor(entry, visitor))
  const others = total - yours.length
  return layout({
    title: 'Today',
    visitor,
    here: 'home',
    body: html`<h1>Today</h1>
      ${halted(shown)}
      <section>
        <h2>Waits for you${yours.length === 0 ? '' : html` (${yours.length})`}</h2>
        ${waiting(yours, shown)}
        <p>
          <a href="${pageOf('inbox')}">The whole inbox</a
          >${others === 0 ? '' : html`: ${others} more ${others === 1 ? 'waits' : 'wait'} for others`}
        </p>
      </section>
      <section>
        <h2>Money today</h2>
        ${money(today)}
      </section>
      <section>
        <h2>Elsewhere</h2>
        <p>
          Goals, budgets and everything else: <code>npm run remit -- --help</code>, or the
          <a href="${paths.openapi}">HTTP API</a>.
        </p>
      </section>`,
  })
}
