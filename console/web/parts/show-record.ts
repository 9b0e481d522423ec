import type { Envelope } from '../../../contracts/envelope.ts'
import { eventToken } from '../../../contracts/events.ts'
import type { GoalPage } from '../../../contracts/http/goal-page.ts'
import { pathOf } from '../../../contracts/http/paths.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { visible } from '../visible.ts'
import type { ShowTime } from './show-time.ts'

const row = (event: Envelope, time: ShowTime): Html =>
  html`<tr>
    <td>${event.version}</td>
    <td>${time(event.at)}</td>
    <td>${visible(eventToken(event.type))}</td>
    <td>${visible(`${event.by.kind} ${event.by.id}`)}</td>
  </tr>`

/** Where this stands in the record: ids for whoever audits it, and every event of the goal. */
export const showRecord = (
  goal: GoalPage,
  events: Envelope[],
  ids: Record<string, string>,
  time: ShowTime,
): Html => {
  const named = { goal: goal.id, workflow: goal.workflow, trace: goal.trace, policy: goal.policy, ...ids }
  return html`<details class="card">
    <summary>The record: ids and ${events.length} events</summary>
    <dl class="fields">
      ${Object.entries(named).map(
        ([name, id]) =>
          html`<div>
            <dt>${name}</dt>
            <dd><code>${visible(id)}</code></dd>
          </div>`,
      )}
    </dl>
    <div class="scroll" tabindex="0" role="region" aria-label="Events of the goal">
      <table>
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">When</th>
            <th scope="col">Event</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          ${events.map((event) => row(event, time))}
        </tbody>
      </table>
    </div>
    <p>
      <a href="${pathOf('events', { id: goal.id })}">Events as JSON</a> ·
      <a href="${pathOf('trail', { id: goal.id })}">Texts that they speak of</a> ·
      <a href="${pathOf('trace', { id: goal.id })}">Trace</a>
    </p>
  </details>`
}
