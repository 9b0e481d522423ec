import { html } from '../html.ts'
import type { Html } from '../html.ts'

/** A time of the record as people of the company read it, in the company's time zone; the exact one is in the markup. */
export const timeShower = (timezone: string): ShowTime => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  })
  return (at) => html`<time datetime="${at}">${format.format(new Date(at))}</time>`
}
export type ShowTime = (at: string) => Html
