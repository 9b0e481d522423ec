import type { Timer } from '../../store/port.ts'
import { timersOf } from '../reactor/timers-of.ts'
import type { Command, OrderCheck, Tick } from '../decider/commands.ts'
import {
  accept,
  allowAgain,
  byPerson,
  cancel,
  decision,
  digest,
  people,
  resolve,
  resume,
  tick,
} from '../decider/samples-for-test.ts'
import type { Decide } from '../decider/person-commands.ts'
import type { LedgerAnswer } from '../decider/terms.ts'
import { endPart } from './part-moves-for-test.ts'
import { someJudgement, somebody } from './judgements-for-test.ts'
import { fresh, now, send, type World } from './world-for-test.ts'

const entry = (task: string) => ({
  task,
  agent: 'support',
  contract: 'support.refund@1',
  input: digest('in'),
})

export const submit = (world: World): void => {
  const { dice } = world
  const { tasks } = { tasks: fresh(world, 't') }
  const routed = { kind: 'routed' as const, workflow: 'refunds', policy: 'p', ...entry(tasks) }
  const triage = { kind: 'triage' as const, ...entry(tasks), agent: 'triage', contract: 'triage.route@1' }
  const person = { kind: 'person' as const, code: 'UNKNOWN_WORKFLOW', why: digest('why') }
  send(
    world,
    accept({
      at: now(world),
      person: dice.once(3) ? null : 'ann',
      deadline: dice.once(3) ? now(world, 7200) : null,
      content: digest(dice.once(5) ? 'other' : 'content'),
      to: dice.pick([routed, routed, routed, triage, triage, triage, person]) ?? routed,
    }),
  )
}

export const orderCheck = (world: World, honest = false): void => {
  const { dice } = world
  const unread = dice.pick(['no-rule', 'nothing-done', null, null, null] satisfies OrderCheck['unread'][])
  const reads = unread === null ? digest('reads') : null
  const command = { type: 'OrderCheck' as const, at: now(world), reads, unread: unread ?? null }
  send(world, { ...command, why: digest('why') }, honest)
}

const ticks: Record<string, (data: Record<string, unknown>) => Tick['timer'] | null> = {
  lease: (data) => ({ kind: 'lease', task: String(data['task']), attempt: Number(data['attempt']) }),
  unclaimed: (data) => ({ kind: 'unclaimed', task: String(data['task']), attempt: Number(data['attempt']) }),
  'effect-lease': (data) => ({
    kind: 'effect-lease',
    effect: String(data['effect']),
    claim: Number(data['claim']),
  }),
  'approval-remind': (data) => ({ kind: 'approval-remind', approval: String(data['approval']) }),
  'approval-due': (data) => ({ kind: 'approval-due', approval: String(data['approval']) }),
  join: (data) => ({ kind: 'join', delegation: String(data['delegation']) }),
  'effect-again': (data) => ({ kind: 'effect-again', effect: String(data['effect']) }),
  remind: (data) => ({ kind: 'remind', number: Number(data['number']) }),
  abandon: () => ({ kind: 'abandon' }),
  wall: () => ({ kind: 'wall' }),
  deadline: () => ({ kind: 'deadline' }),
}

export const fire = (world: World, timer: Timer, honest = false): void => {
  if (timer.kind === 'check') return orderCheck(world, honest)
  if (timer.kind === 'parts') return endPart(world, honest)
  const made = ticks[timer.kind]?.(timer.data)
  if (made) send(world, tick(made, now(world)), honest)
}

/** A timer of now, at its time or before it; or one of long ago, once more. */
export const someTimer = (world: World): void => {
  const { dice, state } = world
  if (state === null) return
  const standing = [...timersOf(state, world.terms).values()].toSorted((a, b) => (a.due < b.due ? -1 : 1))
  const timer = dice.once(4)
    ? dice.pick([...world.timers.values()])
    : dice.once(3)
      ? dice.pick(standing)
      : standing[0]
  if (timer === undefined) return
  // Hours pass now and then; else nothing but deadlines and expiries would ever happen.
  if (Date.parse(timer.due) - world.clock > 120_000 && !dice.once(8)) return
  if (!dice.once(5)) world.clock = Math.max(world.clock, Date.parse(timer.due))
  fire(world, timer)
}

const heldAnew = (world: World, ledger: LedgerAnswer): LedgerAnswer =>
  ledger.ok ? { ...ledger, holder: fresh(world, 'draw') } : ledger

/** What a person did by hand counts, whatever the caps say. */
const heldFor = (world: World, effect: string): Extract<LedgerAnswer, { ok: true }> => {
  const amount = world.state?.effects[effect]?.amount ?? null
  return world.ledger.count(amount, fresh(world, 'person'))
}

const someDecision = (world: World): Decide => {
  const { dice, state } = world
  const ids = Object.keys(state?.approvals ?? {})
  const approval = dice.once(15) ? 'a_unknown' : ((dice.once(3) ? dice.pick(ids) : ids.at(-1)) ?? 'a_unknown')
  const judged = someJudgement(dice)
  const open = state?.approvals[approval]?.status === 'open' && judged.allow
  const ledger = open
    ? world.ledger.reserve({
        amount: judged.amount,
        scope: 'goal',
        holder: fresh(world, 'edit'),
        release: state?.approvals[approval]?.hold ?? null,
        key: false,
      })
    : { ok: false as const, key: 'goal', kind: 'money_moved', asked: '1', left: '0' }
  const edit = { args: digest(`edited${dice.roll(3)}`), judgement: judged, ledger }
  return decision({
    at: now(world),
    command: fresh(world, 'c'),
    person: somebody(dice),
    approval,
    decision: dice.once(5) ? 'reject' : 'approve',
    edit: dice.once(4) ? edit : null,
  })
}

export const somePerson = (world: World): void => {
  const { dice, state } = world
  const effect = dice.pick(Object.keys(state?.effects ?? {})) ?? 'e_unknown'
  const active = dice.once(2) ? {} : { activeMs: dice.roll(200_000) }
  const by = { at: now(world), command: fresh(world, 'c'), person: somebody(dice), ...active }
  const task = fresh(world, 't')
  const make: (() => Command)[] = [
    () => someDecision(world),
    () => someDecision(world),
    () => someDecision(world),
    () => someDecision(world),
    () => resume({ ...by, person: people.bob, task, pending: entry(task) }),
    () => resume({ ...by, person: people.bob, task, pending: entry(task) }),
    () => resume({ ...by, task, pending: dice.once(10) ? null : entry(task) }),
    () => resume({ ...by, task, pending: entry(task) }),
    () => allowAgain({ ...by, effect, note: dice.once(2) ? null : digest('note'), task: entry(task) }),
    () => byPerson({ ...by, effect, happened: dice.once(2), ledger: heldFor(world, effect) }),
    () => ({ type: 'Flag', ...by, note: digest('note') }),
    () => ({
      type: 'TopUp',
      ...by,
      raised: { kind: 'attempts', currency: '', amount: '2' },
      whole: null,
      grows: true,
      note: digest('note'),
      owner: 'lead',
      pending: entry(task),
    }),
    () => (dice.once(4) ? (dice.once(2) ? cancel(by) : resolve(by)) : someDecision(world)),
  ]
  const back: (() => Command)[] = [
    () => ({ type: 'Review', ...by, verdict: dice.once(2) ? 'right' : 'wrong', note: null, owner: 'lead' }),
    () => ({ type: 'Reverse', ...by, effect, reference: digest('reference'), owner: 'lead' }),
  ]
  const command = dice.pick(
    state?.status === 'ended' ? [...make, ...back, ...back, ...back] : [...make, ...back],
  )?.()
  if (!command) return
  if (command.type === 'RecordByPerson' && !command.happened) world.lies.add(command.effect)
  send(world, command)
  world.ledger.sweep(world.state)
}

/** A command comes once more, built anew as its sender would: other time, other ids, the same content. */
export const again = (world: World): void => {
  const command = world.dice.pick(world.past)
  if (!command) return
  const at = now(world)
  const task = fresh(world, 't')
  switch (command.type) {
    case 'Propose':
    case 'ClaimEffect': {
      const anew = { ...command, at, until: now(world, 30), approval: fresh(world, 'a'), ledger: null }
      const answer = send(world, anew)
      const { effect, tool } = anew.type === 'Propose' ? anew.call : { effect: anew.effect, tool: '' }
      if (answer?.kind !== 'run') return
      const known = tool === '' ? (world.state?.effects[effect]?.tool ?? '') : tool
      const until = world.clock + 30_000
      world.runs.push({ effect, tool: known, claim: answer.claim, gateway: anew.gateway, until, did: null })
      return
    }
    case 'Resume':
      return void send(world, { ...command, at, task, pending: entry(task) })
    case 'AllowAgain':
      return void send(world, { ...command, at, task: entry(task) })
    case 'Decide':
      return void send(world, { ...command, at, edit: null })
    case 'Claim':
      return void send(world, {
        ...command,
        at,
        until: now(world, 30),
        ledger: { ...command.ledger, holder: fresh(world, 'slice') },
      })
    case 'Draw':
      return void send(world, { ...command, at, ledger: heldAnew(world, command.ledger) })
    case 'TakeOutcome':
      if (['route', 'handoff', 'delegate'].includes(command.outcome.kind)) return
      return void send(world, { ...command, at })
    case 'Told':
    case 'ChildGoalEnded':
    case 'CancelDown':
    case 'Accept':
    case 'AskAnew':
    case 'Calls':
    case 'CallsReturned':
    case 'Cancel':
    case 'Checked':
    case 'Flag':
    case 'OrderCheck':
    case 'Park':
    case 'RecordByPerson':
    case 'Resolve':
    case 'Reverse':
    case 'Review':
    case 'Settle':
    case 'TakeResult':
    case 'TakeSettlement':
    case 'Tick':
    case 'TopUp':
      return void send(world, { ...command, at })
  }
}

export const change = (world: World): void => {
  const { dice } = world
  const kind = dice.roll(6)
  if (kind === 0) world.halted = dice.once(8)
  else if (kind === 1) world.listed = !dice.once(6)
  else if (kind === 2) world.accepted = !dice.once(6)
  else if (kind === 3) world.definition = dice.once(4) ? 'd1' : 'd2'
  else if (kind === 4) world.ledger.others(BigInt(dice.roll(2000)))
  else world.clock += dice.roll(600) * 1000
  world.ledger.sweep(world.state)
}
