import { askingStories } from './asking-stories.ts'
import type { Command } from '../../supervisor/decider/commands.ts'
import { deferredStory, type Story } from './deferred-story.ts'
import {
  accept,
  allowAgain,
  asking,
  at,
  byPerson,
  call,
  cancel,
  claim,
  claimEffect,
  decision,
  digest,
  eur,
  judgement,
  outcome,
  park,
  people,
  propose,
  resolve,
  result,
  resume,
  settlement,
  tick,
} from '../../supervisor/decider/samples-for-test.ts'

/** One goal a story: together they hold every event that a goal's log of this release can hold. */

const holding = { task: 't1', attempt: 1, worker: 'w1' }
const line = { key: 'goal', kind: 'money_moved' as const, currency: 'EUR', period: 'all' as const, day: '' }
const ledger = {
  ok: true as const,
  holder: 'e1.c1',
  warned: [{ key: 'goal', kind: 'money_moved', percent: 80 }],
  reservations: [{ ...line, amount: '1500' }],
}
const concluded = (minutes: number) => outcome({ kind: 'concluded', ok: true }, { at: at(minutes) })
const check = (minutes: number): Command => ({
  type: 'OrderCheck',
  at: at(minutes),
  reads: digest('reads'),
  unread: null,
  why: digest('why'),
})
const checked = (minutes: number, number: number, holds: boolean): Command => ({
  type: 'Checked',
  at: at(minutes),
  check: number,
  verdict: holds ? { kind: 'holds' } : { kind: 'fails', code: 'CHECK_FAILED' },
  why: digest('why'),
})
const lease = (minutes: number, of = 1) => tick({ kind: 'effect-lease', effect: 'e1', claim: of }, at(minutes))
const slice = { tokens: 100, cost: 9 }
const entry = { task: 't2', agent: 'finance', contract: 'finance.check@1', input: digest('input') }
const triage = { ...entry, task: 't1', agent: 'triage', contract: 'triage.route@1' }
const handoff = { kind: 'handoff' as const, to: { ok: true as const, handoff: 'h1', note: digest('note'), ...entry } }
const route = {
  kind: 'route' as const,
  to: { ok: true as const, workflow: 'refunds', policy: 'policy-1', ...entry, agent: 'support' },
}
const refused = propose({ judgement: judgement({ allow: false, code: 'NOT_ALLOWED' }) })
const edit = {
  args: digest('edited'),
  judgement: judgement({ lowRisk: false, amount: eur('46.00') }),
  ledger: { ok: true as const, holder: 'a1.edit', warned: [], reservations: [] },
}
const accepted = accept()
const began = [accepted, claim({ slice })]

const reviewed = { at: at(50), command: 'c8', person: people.bob, owner: 'lead' }

export const stories: Story[] = [
  {
    name: 'reviewed-and-reversed',
    commands: [
      ...began,
      propose(),
      result({ at: at(3) }),
      concluded(4),
      check(5),
      checked(6, 1, true),
      { type: 'Review', ...reviewed, activeMs: 40_000, verdict: 'wrong', note: digest('note') },
      { type: 'Reverse', ...reviewed, command: 'c9', effect: 'e1', reference: digest('reference') },
    ],
  },
  {
    name: 'done-alone',
    commands: [
      ...began,
      { type: 'Draw', at: at(1), slice, ledger: { ...ledger, holder: 'draw1' }, why: digest('why'), ...holding },
      { type: 'Settle', at: at(2), used: { tokens: 150, cost: 12 }, ...holding },
      { type: 'Calls', at: at(2), want: 5, why: digest('why'), ...holding },
      { type: 'CallsReturned', at: at(2), task: 't1', attempt: 1, calls: 3, holder: 'calls-8' },
      propose({ ledger }),
      result({ at: at(3) }),
      concluded(4),
      check(5),
      checked(6, 1, false),
      claim({ attempt: 2, at: at(7), until: at(7.5) }),
      outcome({ kind: 'concluded', ok: true }, { attempt: 2, at: at(8) }),
      check(9),
      checked(10, 2, true),
      outcome({ kind: 'escalate' }, { at: at(11) }),
      { type: 'Flag', at: at(12), command: 'c9', person: people.emil, note: digest('note') },
    ],
  },
  {
    name: 'routed-handed-off-approved',
    commands: [
      accept({ to: { kind: 'triage', ...triage }, person: null, deadline: at(500) }),
      tick({ kind: 'unclaimed', task: 't1', attempt: 1 }, at(1)),
      claim(),
      outcome(route, { at: at(2) }),
      claim({ task: 't2', at: at(3), until: at(3.5) }),
      outcome(
        { ...handoff, to: { ...handoff.to, task: 't3' } },
        { task: 't2', at: at(4) },
      ),
      claim({ task: 't3', at: at(5), until: at(5.5) }),
      asking({ call: call({ task: 't3', agent: 'finance' }), at: at(6) }),
      park({ task: 't3', at: at(7) }),
      tick({ kind: 'approval-remind', approval: 'a1' }, at(66)),
      decision({ at: at(70), person: people.dora }),
      decision({ at: at(71), edit }),
      decision({ at: at(72), command: 'c2', person: people.cleo }),
      claimEffect({ at: at(73), until: at(73.5), judgement: judgement({ lowRisk: false, amount: eur('46.00') }), ledger }),
      lease(74),
      settlement({ at: at(75) }),
      result({ at: at(76) }),
      claim({ task: 't3', at: at(77), until: at(77.5), worker: 'w2' }),
      outcome({ kind: 'concluded', ok: true }, { task: 't3', worker: 'w2', at: at(78) }),
      check(79),
      checked(80, 1, true),
    ],
  },
  {
    name: 'rejected-allowed-again-failed-by-person',
    commands: [
      ...began,
      asking(),
      park(),
      decision({ decision: 'reject', note: digest('no') }),
      claim({ at: at(11), until: at(11.5) }),
      outcome({ kind: 'escalate' }, { at: at(12) }),
      allowAgain({ at: at(13), note: digest('note') }),
      claim({ task: 't2', at: at(14), until: at(14.5) }),
      propose({ call: call({ effect: 'e2', ordinal: 2, task: 't2' }), at: at(15), until: at(15.5), ledger }),
      result({ effect: 'e2', status: 'failed', verified: null, code: 'TOOL_FAILED', at: at(16) }),
      byPerson({ effect: 'e2', at: at(17), amount: eur('14.50') }),
      resolve({ at: at(18) }),
    ],
  },
  ...askingStories,
  { name: 'declined', commands: [...began, refused, outcome({ kind: 'declined', effect: 'e1' })] },
  {
    name: 'unknown-cancelled',
    commands: [
      ...began,
      propose({ ledger }),
      {
        type: 'TopUp',
        at: at(4),
        command: 'c7',
        person: people.bob,
        raised: { kind: 'cost', currency: 'EUR', amount: '10' },
        whole: eur('0.50'),
        grows: true,
        note: digest('note'),
        owner: 'lead',
        pending: null,
      },
      lease(5),
      claimEffect({ settles: 1, lookup: 'absent', repeatable: true, judgement: judgement(), at: at(6), until: at(6.5) }),
      cancel({ at: at(6.2) }),
      result({ claim: 2, status: 'unclear', verified: null, code: 'TOOL_TIMEOUT', at: at(7) }),
      claimEffect({ settles: 2, lookup: 'unreadable', judgement: judgement(), at: at(8) }),
      byPerson({ happened: false, at: at(9) }),
    ],
  },
  deferredStory,
  {
    name: 'expired-over-budget-deadline-resumed',
    commands: [
      accept({ deadline: at(400) }),
      claim(),
      asking(),
      tick({ kind: 'approval-due', approval: 'a1' }, at(242)),
      resume({ at: at(243) }),
      claim({ task: 't2', at: at(244), until: at(244.5) }),
      tick({ kind: 'lease', task: 't2', attempt: 1 }, at(245)),
      tick({ kind: 'deadline' }, at(400)),
      resume({ at: at(401), task: 't3', pending: { ...entry, task: 't3', agent: 'support' } }),
      claim({ task: 't3', at: at(402), until: at(402.5) }),
      {
        type: 'Draw',
        at: at(403),
        slice,
        ledger: { ok: false, key: 'agent:support', kind: 'cost', asked: '9', left: '1' },
        why: digest('why'),
        ...holding,
        task: 't3',
      },
      resolve({ at: at(404) }),
    ],
  },
]
