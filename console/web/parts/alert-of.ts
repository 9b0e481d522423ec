import { html } from '../html.ts'
import type { Html } from '../html.ts'

/** Something that the reader has to know first: what happened, and what to do. */
export type Told = { kind: 'refused' | 'pending' | 'done'; what: string; next: string }

/** The notice itself; screen readers say it at once. Null = nothing to say. */
export const alertOf = (told: Told | null): Html | '' =>
  told === null
    ? ''
    : html`<div class="told ${told.kind}" role="${told.kind === 'refused' ? 'alert' : 'status'}">
        <p><strong>${told.what}</strong></p>
        <p>${told.next}</p>
      </div>`
