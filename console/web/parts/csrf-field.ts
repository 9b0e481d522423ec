import { html } from '../html.ts'
import type { Html } from '../html.ts'

/** What shows that a form comes from a page of ours: every form has it. */
export const csrfField = ({ csrf }: { csrf: string }): Html =>
  html`<input type="hidden" name="csrf" value="${csrf}" />`
