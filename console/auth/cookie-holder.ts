import type { Keyholder } from './keyholders.ts'
import type { Sessions } from './session.ts'
import type { SignedOut } from './signed-out.ts'

type Deps = {
  holders: () => Promise<Keyholder[]>
  sessions: Sessions
  signedOut: Pick<SignedOut, 'has'>
  now: () => Date
}

/** Whose session this cookie is, while it lasts and was not ended by its person. */
export const cookieHolder = async (deps: Deps, cookie: string): Promise<Keyholder | undefined> => {
  const holder = deps.sessions.holderOf(cookie, await deps.holders(), deps.now())
  return holder !== undefined && (await deps.signedOut.has(cookie)) ? undefined : holder
}
