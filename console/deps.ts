import type { RemitError } from '../contracts/errors.ts'
import type { Store } from '../store/port.ts'
import type { SignInLinks } from '../store/sign-in-links.ts'
import type { Keyholder } from './auth/keyholders.ts'
import type { Prove } from './auth/prove.ts'
import type { Sessions } from './auth/session.ts'
import type { SignedOut } from './auth/signed-out.ts'
import type { SendCommand } from './command/send-command.ts'
import type { ControlState } from './record/control-state.ts'

/** An event of `remit.events` as it goes out over the stream: ids, codes and amounts, no content. */
export type Watched = { id: string; type: string; subject: string; data: unknown }

/** The part of the store that the console may use: it reads, and nothing else. */
export type Reads = Pick<
  Store,
  | 'load'
  | 'byCause'
  | 'logs'
  | 'view'
  | 'goals'
  | 'inbox'
  | 'outcomes'
  | 'goalOfApproval'
  | 'ledger'
  | 'getTrail'
  | 'steps'
  | 'newest'
  | 'deadLetters'
  | 'deadLetter'
>

export type ConsoleDeps = {
  store: Reads
  control: () => Promise<ControlState>
  send: SendCommand
  holders: () => Promise<Keyholder[]>
  sessions: Sessions
  signedOut: SignedOut
  links: SignInLinks
  prove: Prove
  /** events from now on until the signal aborts */
  watch: (signal: AbortSignal) => AsyncIterable<Watched>
  /** what is missing, each as a phrase; empty = ready */
  missing: () => Promise<string[]>
  /** what is not as it should be, though the work goes on */
  warnings: () => Promise<string[]>
  failed: (error: RemitError, route: string) => void
  now: () => Date
  newId: () => string
  /** the cookie goes over TLS only; false on this machine's own address, where there is none */
  secure: boolean
  /** it listens on this machine alone */
  loopback: boolean
}
