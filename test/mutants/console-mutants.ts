import { guardsOf } from './mutant.ts'

const page = (title: string): string => `console/console.int.test.ts#${title}`
const says = 'Who asked is what the door knows: the signed-in person or token over HTTP.'

/** The door through which people come: who they are, and that it is they who ask. */
export const consoleMutants = [
  ...guardsOf(
    'console/auth/sign-in.ts',
    [page('answers every address that is not open with 401 where nobody signed in, and sends no command')],
    [
      {
        off: 'nobody acts who did not sign in',
        from: "if (cookie !== undefined) return byCookie(context, cookie, deps)\n  throw new RemitError('NOT_SIGNED_IN')",
        to: "if (cookie !== undefined) return byCookie(context, cookie, deps)\n  return 'operator'",
        says,
        codes: ['NOT_SIGNED_IN'],
      },
    ],
  ),
  ...guardsOf(
    'console/auth/sign-in.ts',
    [page('refuses a wrong, an empty and a nearly right token')],
    [
      {
        off: 'a token that nobody has',
        from: "if (holder === undefined) throw new RemitError('NOT_SIGNED_IN')\n  return holder.person\n}\n\nconst byCookie",
        to: "if (holder === undefined) return 'operator'\n  return holder.person\n}\n\nconst byCookie",
        says,
        codes: ['NOT_SIGNED_IN'],
      },
    ],
  ),
  ...guardsOf(
    'console/auth/sign-in.ts',
    [page('refuses a cookie without CSRF token, with a wrong one, without Origin and from another site')],
    [
      {
        off: 'a request from another site',
        from: '  refuseForeignOrigin(context)\n',
        says: 'Sessions in an HttpOnly SameSite cookie, CSRF protected.',
        codes: ['FOREIGN_REQUEST'],
      },
      {
        off: 'a request without a page of ours',
        from: "if (!deps.sessions.csrfFits(cookie, holder, context.req.header('x-csrf-token')))",
        to: 'if (false)',
        says: 'Sessions in an HttpOnly SameSite cookie, CSRF protected.',
        codes: ['FOREIGN_REQUEST'],
      },
    ],
  ),
  ...guardsOf(
    'console/auth/session.ts',
    ['console/auth/session.test.ts'],
    [
      {
        off: 'a cookie that was changed',
        from: 'return right ? holder : undefined',
        to: 'return holder',
        says,
        codes: ['NOT_SIGNED_IN'],
      },
      {
        off: 'a session ends',
        from: ' || read.claims.until <= now.toISOString()',
        says,
        codes: ['NOT_SIGNED_IN'],
      },
    ],
  ),
]
