import type { Envelope } from '../../contracts/envelope.ts'
import { draft, readGoalEvent } from '../../contracts/events.ts'
import type { Commit } from '../../store/port.ts'
import { sealCommit } from '../../store/seal-commit.ts'
import type { Command } from '../../supervisor/decider/commands.ts'
import { replay } from '../../supervisor/decider/evolve.ts'
import { step } from '../../supervisor/decider/given-for-test.ts'
import * as sample from '../../supervisor/decider/samples-for-test.ts'
import type { Goal, State } from '../../supervisor/decider/state.ts'
import type { Dice } from '../../supervisor/model/dice-for-test.ts'
import { viewOf } from '../../supervisor/reactor/view-of.ts'

const { accept, asking, at, claim, claimEffect, decision, digest, eur, judgement, outcome, people } = sample
const voters = [people.ann, people.bob, people.cleo]
const holding = { task: 't1', attempt: 1, worker: 'w1' }
const entry = { task: 't1', agent: 'support', contract: 'support.refund@1', input: digest('input') }

/** How a goal goes: what agents do, and between it what people say. Some of it will be refused, which is a part of it. */
const story = (dice: Dice, id: string, named: { workflow: string; policy: string }): Command[] => {
  let minute = dice.roll(80) * 1440 + dice.roll(1440)
  const later = (): string => at((minute += 1 + dice.roll(30)))
  const said = (person = dice.pick(voters) ?? people.bob) => ({
    at: later(),
    command: `c${minute}`,
    person,
    ...(dice.once(2) ? {} : { activeMs: dice.roll(dice.once(6) ? 4_000_000 : 5000) }),
  })
  const used = { tokens: 0, cost: dice.roll(900) }
  const slice = { tokens: 0, cost: 1000 }
  const amount = eur(`${1 + dice.roll(49)}.00`)
  const mode = dice.once(2) ? 'suggest' : 'act-low-risk'
  const asks = (approval: string): Command =>
    asking({ at: later(), approval, until: at(minute + 1) }, { amount, mode, lowRisk: false })
  const edit = () => ({
    args: digest(`edited${dice.roll(3)}`),
    judgement: judgement({ lowRisk: false, amount: eur('12.00') }),
    ledger: { ok: true as const, holder: '', warned: [], reservations: [] },
  })
  const decides = (approval: string): Command[] =>
    Array.from({ length: 1 + dice.roll(3) }, () =>
      decision({
        ...said(),
        approval,
        decision: dice.once(5) ? 'reject' : 'approve',
        edit: dice.once(6) ? edit() : null,
      }),
    )
  const runs = (): Command[] => [
    claimEffect({ at: later(), until: at(minute + 1), judgement: judgement({ lowRisk: false, amount }) }),
    sample.result({ at: later(), gateway: 'gw2', claim: 1 }),
    claim({ at: later(), until: at(minute + 1) }),
  ]
  const concludes = (task = 't1'): Command[] => [
    outcome({ kind: 'concluded', ok: true }, { at: later(), task, used }),
    { type: 'OrderCheck', at: later(), reads: digest('reads'), unread: null, why: digest('why') },
    { type: 'Checked', at: later(), check: 1, verdict: { kind: 'holds' }, why: digest('why') },
  ]
  const alone = (): Command[] => [
    sample.propose({ at: later(), until: at(minute + 1) }),
    sample.result({ at: later() }),
  ]
  const handoff = (): Command[] => [
    outcome(
      {
        kind: 'handoff',
        to: { ok: true, handoff: 'h1', note: digest('n'), ...entry, task: 't2', agent: 'finance' },
      },
      { at: later(), used },
    ),
    claim({ at: later(), task: 't2', until: at(minute + 1), slice }),
  ]
  const resumed = (): Command[] => [
    outcome({ kind: 'escalate' }, { at: later(), used }),
    sample.resume({ ...said(people.bob), task: 't2', pending: { ...entry, task: 't2' } }),
    claim({ at: later(), task: 't2', until: at(minute + 1), slice }),
  ]
  const kinds: (() => Command[])[] = [
    () => [...alone(), ...concludes()],
    () => [...alone(), ...concludes()],
    () => [...alone(), ...handoff(), ...concludes('t2')],
    () => [...alone(), ...resumed(), ...concludes('t2')],
    () => [asks('a1'), ...decides('a1'), ...runs(), ...concludes()],
    () => [asks('a1'), ...decides('a1'), ...runs(), ...concludes()],
    () => [asks('a1'), sample.park({ at: later(), used }), ...decides('a1')],
    () => [
      sample.propose({ at: later(), judgement: judgement({ allow: false, code: 'NOT_ALLOWED' }) }),
      outcome({ kind: 'declined', effect: 'e1' }, { at: later(), used }),
    ],
    () => [outcome({ kind: 'escalate' }, { at: later(), used }), sample.resolve(said(people.bob))],
    () => [asks('a1'), sample.cancel(said(people.bob))],
  ]
  const back: Command[] = [
    { type: 'Review', ...said(), owner: 'lead', verdict: dice.once(4) ? 'wrong' : 'right', note: null },
    ...(dice.once(9) ? [{ type: 'Flag' as const, ...said(), note: digest('n') }] : []),
    ...(dice.once(9)
      ? [
          {
            type: 'Reverse' as const,
            ...said(people.bob),
            owner: 'lead',
            effect: 'e1',
            reference: digest('r'),
          },
        ]
      : []),
  ]
  return [
    accept({
      goal: id,
      at: later(),
      tour: dice.once(8),
      person: dice.once(3) ? null : 'ann',
      to: { kind: 'routed', ...named, ...entry },
    }),
    claim({ at: later(), until: at(minute + 1), slice, ...holding }),
    ...(dice.pick(kinds)?.() ?? []),
    ...back,
  ]
}

export type RandomGoal = { state: Goal; commits: Commit[]; events: Envelope[] }

/** A goal of random course through the real decider: its log, sealed as the store seals it, commit by commit. */
export const randomGoal = (
  dice: Dice,
  id: string,
  named: { workflow: string; policy: string },
): RandomGoal => {
  const review = dice.once(4) ? null : { share: 5000, drawn: dice.once(2), proof: 'proof' }
  let state: State = null
  const [commits, events]: [Commit[], Envelope[]] = [[], []]
  for (const [index, command] of story(dice, id, named).entries()) {
    const { decision: decided } = step(state, command, { ...sample.terms, review })
    if (decided.events.length === 0) continue
    const person = 'command' in command || (command.type === 'Accept' && command.person !== null)
    const by = { kind: person ? ('person' as const) : ('supervisor' as const), id: 'someone' }
    const place = {
      log: id,
      expected: events.length,
      at: command.at,
      by,
      cause: `cause-${index}`,
      traceparent: '',
    }
    const commit = { ...place, events: decided.events.map(draft) }
    const sealed = sealCommit(commit, { version: events.length, hash: events.at(-1)?.hash ?? '' })
    events.push(...sealed)
    const goal = replay(sealed.map(readGoalEvent), state)
    if (goal === null) throw new Error('no goal')
    state = goal
    commits.push({ ...commit, view: viewOf(goal, false, 'lead') })
  }
  if (state === null) throw new Error('no goal')
  return { state, commits, events }
}
