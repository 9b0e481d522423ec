import type { KeyObject } from 'node:crypto'
import type { Bus } from '../bus/connect.ts'
import type { Store } from '../store/port.ts'
import type { KeyPair } from '../store/key-files.ts'
import type { ControlState } from './control/control-state.ts'
import type { ContractCheck } from './tasks/contract-check.ts'
import type { Control } from './control/control.ts'
import type { GoalCache } from './record/goal-cache.ts'
import type { Handler } from './record/handle.ts'
import type { Policies } from './control/policies.ts'

export type Log = {
  info: (fields: Record<string, unknown>, message: string) => void
  warn: (fields: Record<string, unknown>, message: string) => void
  error: (fields: Record<string, unknown>, message: string) => void
}

/** What every part of the supervisor is given; only start.ts makes it. */
export type Deps = {
  store: Store
  bus: Bus
  control: Control
  policies: Policies
  cache: GoalCache
  handle: Handler
  /** payloads against the contracts that workers offered */
  check: ContractCheck
  company: string
  /** signs grants */
  key: { privateKey: KeyObject; publicKeyPem: string }
  /** signs heads */
  headsKey: (control: ControlState) => Promise<KeyPair>
  /** folder of the keys */
  keys: string
  /** whose signature a person's command must carry, SPKI PEM */
  consoleKey: () => Promise<string>
  durable: 'power-loss' | 'process-crash'
  now: () => string
  log: Log
}
