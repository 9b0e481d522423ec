import { html } from 'hono/html'

export { html } from 'hono/html'
/** Markup whose every value was escaped on its way in: `html` is the one place where a text becomes markup. */
export type Html = ReturnType<typeof html>
export const nothing: Html = html``
