import { pageOf } from '../../contracts/http/page-paths.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { alertOf } from './parts/alert-of.ts'
import type { Told } from './parts/alert-of.ts'

/** A page that could not be made: what, and what to do. */
export const errorPage = (told: Told, { signedOut }: { signedOut: boolean }): Html =>
  layout({
    title: told.what,
    visitor: null,
    body: html`<div class="narrow">
      <h1>That did not work</h1>
      ${alertOf(told)}
      <p>
        ${signedOut ? html`<a class="button" href="${pageOf('signIn')}">Sign in</a>` : html`<a href="${pageOf('inbox')}">To your inbox</a>`}
      </p>
    </div>`,
  })
