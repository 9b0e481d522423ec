import type { Command } from './commands.ts'
import { given } from './given-for-test.ts'
import { accept, at, claim, digest, outcome, terms, tick } from './samples-for-test.ts'

/** Stories of tasks that wait for others, for the tests of delegation. */

/** Without a cap on handoffs, so that a story may delegate as it likes. */
export const wide = { ...terms, limits: { ...terms.limits, handoffs: null } }
type Ceiling = { tokens?: number; calls?: number }
export const child = (
  task: string,
  contract = 'finance.check@1',
  more: Ceiling & { handoff?: string } = {},
) => ({
  task,
  agent: contract.split('.')[0] ?? '',
  contract,
  input: digest('input'),
  handoff: more.handoff ?? `d-${task}`,
  tokens: more.tokens ?? null,
  calls: more.calls ?? null,
})
export const delegates = (
  delegation: string,
  children: ReturnType<typeof child>[],
  task = 't1',
  minutes = 60,
): Command =>
  outcome(
    { kind: 'delegate', to: { ok: true, delegation, due: at(minutes), children } },
    { task, at: at(3), used: { tokens: 0, cost: 0 } },
  )
export const concludes = (task: string): Command => outcome({ kind: 'concluded', ok: true }, { task })
export const join = (delegation: string, minutes: number): Command =>
  tick({ kind: 'join', delegation }, at(minutes))
export const running = given([accept(), claim()], wide)
/** t1 waits for finance (t2) and for support's other contract (t3), each held by a worker. */
export const two = running.and(
  delegates('d1', [child('t2'), child('t3', 'support.look@1')]),
  claim({ task: 't2' }),
  claim({ task: 't3' }),
)
