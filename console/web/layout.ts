import { pageOf } from '../../contracts/http/page-paths.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { csrfField } from './parts/csrf-field.ts'
import type { Visitor } from './visitor.ts'

export type Shell = {
  title: string
  visitor: Visitor | null
  body: Html
  /** the page counts how long it is active, for its forms */
  counted?: boolean
  /** the page where one is now */
  here?: 'home' | 'inbox'
}

const link = (to: 'home' | 'inbox', text: string, here: Shell['here']): Html =>
  here === to
    ? html`<a href="${pageOf(to)}" aria-current="page">${text}</a>`
    : html`<a href="${pageOf(to)}">${text}</a>`

const bar = (visitor: Visitor, here: Shell['here']): Html =>
  html`<nav aria-label="Pages">${link('home', 'Today', here)} ${link('inbox', 'Inbox', here)}</nav>
    <form class="who" method="post" action="${pageOf('signOut')}">
      ${csrfField(visitor)}<span>${visitor.name}</span> <button class="quiet">Sign out</button>
    </form>`

/** A whole page. Works without scripts; no style and no script stands in it. */
export const layout = ({ title, visitor, body, counted, here }: Shell): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Remit</title>
        <link rel="stylesheet" href="${pageOf('style')}" />
        ${counted ? html`<script src="${pageOf('activeTime')}" defer></script>` : ''}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="bar">
          <a class="brand" href="${pageOf('home')}">Remit</a>${visitor === null ? '' : bar(visitor, here)}
        </header>
        <main id="content" tabindex="-1">${body}</main>
      </body>
    </html> `
