import type { Store } from '../store/port.ts'
import type { Log } from './deps.ts'
import type { PolicyFiles } from './policy/compile-policy.ts'
import type { Sandboxes } from './control/settings.ts'

export type SupervisorOptions = {
  home: string
  nats: { url: string; user: string; pass: string; prefix?: string }
  /** agents whose task consumers exist: those that have an account */
  agents: readonly string[]
  /** policy files, put into the store where it has others, or only where it has none yet */
  policy: { files: PolicyFiles; apply: 'always' | 'if-none' }
  sandboxes: Sandboxes
  lazySync: boolean
  log: Log
  /** the all-in-one shares its store; else the supervisor opens its own and closes it */
  store?: Store
  heads?: { everyMs: number }
}
