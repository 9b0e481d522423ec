import { pageOf } from '../../contracts/http/page-paths.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { alertOf } from './parts/alert-of.ts'
import type { Told } from './parts/alert-of.ts'
import { csrfField } from './parts/csrf-field.ts'

type Asked = { csrf: string; next: string; told: Told | null; person: string }

/** Where people sign in: a name and a password, or a token. */
export const signInPage = ({ csrf, next, told, person }: Asked): Html =>
  layout({
    title: 'Sign in',
    visitor: null,
    body: html`<div class="narrow">
      <h1>Sign in</h1>
      ${alertOf(told)}
      <form method="post" action="${pageOf('signIn')}" class="card">
        ${csrfField({ csrf })}<input type="hidden" name="next" value="${next}" />
        <label for="person">Your name in people.yaml</label>
        <input
          id="person"
          name="person"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          value="${person}"
          required
        />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        <button>Sign in</button>
      </form>
      <details class="card">
        <summary>Sign in with a token instead</summary>
        <form method="post" action="${pageOf('signIn')}">
          ${csrfField({ csrf })}<input type="hidden" name="next" value="${next}" />
          <label for="token">Token</label>
          <input id="token" name="token" type="password" autocomplete="off" spellcheck="false" required />
          <button>Sign in</button>
        </form>
      </details>
      <p class="hint">
        No password yet, or forgotten? On the machine where Remit runs,
        <code>npm run remit -- login</code> prints a link that signs you in once.
      </p>
    </div>`,
  })

type Linked = { csrf: string; key: string; name: string }

/** What a link that signs in once opens: it is used up by the button, not by whoever looks at it first. */
export const signInLinkPage = ({ csrf, key, name }: Linked): Html =>
  layout({
    title: 'Sign in',
    visitor: null,
    body: html`<div class="narrow">
      <h1>Sign in as ${name}</h1>
      <form method="post" action="${pageOf('signIn')}" class="card">
        ${csrfField({ csrf })}<input type="hidden" name="link" value="${key}" />
        <p>This link signs ${name} in on this browser. It works once.</p>
        <button>Sign in</button>
      </form>
    </div>`,
  })
