import { goalIdOf } from '../../contracts/goal-id.ts'
import type { Command } from '../../supervisor/decider/commands.ts'
import { accept, at, claim, digest, eur, outcome, tick } from '../../supervisor/decider/samples-for-test.ts'
import type { Story } from './deferred-story.ts'

const entry = { task: 't2', agent: 'finance', contract: 'finance.check@1', input: digest('input') }
const triage = { ...entry, task: 't1', agent: 'triage', contract: 'triage.route@1' }
const began = [accept(), claim({ slice: { tokens: 100, cost: 9 } })]

/** Goals in which others are asked: delegates, parts, people who do not answer. */
export const askingStories: Story[] = [
  {
    name: 'delegated',
    commands: [
      ...began,
      outcome({ kind: 'delegate', to: { ok: true, delegation: 'd1', due: at(60), children: [
        { ...entry, handoff: 'd-t2', tokens: 100, calls: null },
        { ...entry, task: 't3', contract: 'finance.look@1', handoff: 'd-t3', tokens: null, calls: 4 },
      ] } }, { at: at(2) }),
      claim({ task: 't2', at: at(3), until: at(3.5) }),
      outcome({ kind: 'concluded', ok: true }, { task: 't2', at: at(4) }),
      tick({ kind: 'join', delegation: 'd1' }, at(60)),
      claim({ at: at(61), until: at(61.5) }),
      outcome({ kind: 'escalate', code: 'TOO_MANY_FAILURES' }, { at: at(62) }),
      tick({ kind: 'remind', number: 1 }, at(62 + 24 * 60)),
      tick({ kind: 'abandon' }, at(62 + 14 * 24 * 60)),
    ],
  },
  {
    name: 'split',
    commands: [
      accept({ to: { kind: 'triage', ...triage } }),
      claim(),
      outcome({ kind: 'split', to: {
        ok: true,
        intents: [1, 2].map(() => ({ workflow: 'refunds', contract: 'support.refund@1' })),
        caps: {
          together: [
            { kind: 'money_moved', money: eur('50.00') },
            { kind: 'tokens', count: 40_000 },
          ],
          each: { handoffs: 4, toolCalls: 15, attempts: null },
        },
      } }, { at: at(2) }),
      ...['1', '2'].map((part): Command => ({
        type: 'ChildGoalEnded', at: at(3), child: `${goalIdOf('local', 'split')}/${part}`, class: 'declined', code: 'NOT_ALLOWED',
      })),
    ],
  },
]
