import { homeFiles } from '../../contracts/home-files.ts'
import { signInLinks } from '../../store/sign-in-links.ts'
import type { ConsoleDeps } from '../deps.ts'
import { keyholders } from './keyholders.ts'
import { prover } from './prove.ts'
import { sessionHours, sessions } from './session.ts'
import { signedOut } from './signed-out.ts'

type Doors = Pick<ConsoleDeps, 'holders' | 'links' | 'prove' | 'sessions' | 'signedOut'>
type Needs = Pick<ConsoleDeps, 'control' | 'now'> & { home: string; sessionKey: Buffer }

/** Every way in, and every way out again. */
export const doors = ({ control, now, home, sessionKey }: Needs): Doors => {
  const { signIn } = homeFiles(home)
  const holders = keyholders(control, home)
  const links = signInLinks(signIn)
  return {
    holders,
    links,
    prove: prover({ holders, links, now }),
    sessions: sessions(sessionKey),
    signedOut: signedOut(signIn, sessionHours * 3_600_000),
  }
}
