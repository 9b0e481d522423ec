import { isDeepStrictEqual } from 'node:util'
import type { GoalEvent } from '../../contracts/events.ts'
import { minorOf, type Money } from '../../contracts/money.ts'
import type { Command } from '../decider/commands.ts'
import type { Step } from '../decider/given-for-test.ts'
import { openApprovals, openEffects, type Goal, type State } from '../decider/state.ts'
import type { Judgement, Terms } from '../decider/terms.ts'
import { delegationFaults } from './delegation-faults-for-test.ts'
import { openChildren } from '../decider/split.ts'
import { stuckIn } from './exits-for-test.ts'
import { goalCap } from './ledger-for-test.ts'

export type Seen = { before: State; command: Command; taken: Step; terms: Terms }
export type Watch = { saw: (seen: Seen) => void }
/** Who voted, and on which arguments: a vote is for what its person saw. */
type Vote = { person: string; args: string }
type Started = Extract<GoalEvent, { type: 'EffectStarted' }>['data']

/** Said once more in its own words, so that a rule that is wrong in the decider is not wrong here, too. */
const cents = (money: Money | null): bigint | null =>
  money === null ? null : money.currency === 'EUR' ? minorOf(money) : 10n ** 9n
const above = (amount: Money | null, limit: Money | null): boolean => {
  const [left, right] = [cents(amount), cents(limit)]
  return left !== null && right !== null && left > right
}
const personNeeded = (
  { mode, lowRisk, sendsFreely, amount, approve }: Judgement,
  count: number,
  held: boolean,
): boolean =>
  sendsFreely ||
  mode === 'suggest' ||
  (mode === 'act-low-risk' && (!lowRisk || count > 0)) ||
  held ||
  above(amount, approve.alwaysOver) ||
  above(amount, approve.fourEyesOver)
const separated = ({ amount, approve }: Judgement): boolean =>
  amount === null || approve.separateOver === null || above(amount, approve.separateOver)
const votersNeeded = (judgement: Judgement, requester: string | null): number =>
  above(judgement.amount, judgement.approve.fourEyesOver) || (separated(judgement) && requester === null)
    ? 2
    : 1

const lateKinds = new Set([
  'CommandRefused',
  'Flagged',
  'Reviewed',
  'EffectReversed',
  'TimeSpent',
  'ResultLate',
  'OutcomeReceived',
  'BudgetSettled',
])
const isLate = (event: GoalEvent): boolean =>
  lateKinds.has(event.type) &&
  (event.type !== 'OutcomeReceived' || event.data.late) &&
  (event.type !== 'BudgetSettled' || event.data.calls > 0)

const startFaults = (data: Started, { before, command }: Seen, votes: Vote[]): string[] => {
  const faults: string[] = []
  const no = (wrong: boolean, what: string): void => void (wrong && faults.push(what))
  if (before === null || (command.type !== 'Propose' && command.type !== 'ClaimEffect'))
    return ['an effect began without anybody asking for it']
  const effect = before.effects[data.effect]
  const { judgement, prior } = command
  no(before.status === 'cancelling' || before.status === 'ended', 'it began after the cancel')
  no(command.halted || !command.listed || !command.definitionAccepted, 'it began though it may not run')
  no(judgement?.allow !== true, 'it began without being allowed')
  no(data.claim !== (effect?.claim ?? 0) + 1, 'its claim is not the next one')
  if (judgement === null) return faults
  if (data.repeats !== null) {
    no(effect?.status !== 'settling' || effect.claim !== data.repeats, 'it repeats what is not being settled')
    no(effect?.args !== data.args, 'it repeats another call')
    no(command.type !== 'ClaimEffect' || !command.repeatable, 'the tool does not honour the key')
    no(command.type === 'ClaimEffect' && command.lookup === 'unreadable', 'nobody looked it up')
    no(command.state !== effect?.state, 'the facts changed since the claim')
    return faults
  }
  const open = ['authorised', 'executing', 'settling', 'unknown', 'done']
  if (data.approval === null) {
    no(open.includes(effect?.status ?? ''), `it began a second time, while ${effect?.status}`)
    no(personNeeded(judgement, prior.count, prior.held), 'it began without the person it needs')
    return faults
  }
  const approval = before.approvals[data.approval]
  no(effect?.status !== 'authorised', `it began though it was ${effect?.status}`)
  no(effect?.deferredUntil !== null, 'it began before the day for which it waits')
  no(approval?.status !== 'granted' || approval.effect !== data.effect, 'its approval is not granted')
  no(approval?.args !== data.args, 'not what was approved')
  no(!isDeepStrictEqual(approval?.amount, data.amount), 'not the amount that was approved')
  no(approval?.definition !== command.definition, 'the tool is not the one that was approved')
  const voters = new Set(votes.filter((vote) => vote.args === data.args).map((vote) => vote.person))
  no(voters.size < votersNeeded(judgement, before.person), 'too few people approved it')
  if (command.type !== 'ClaimEffect') return [...faults, 'an approved call was run by its agent']
  for (const voter of voters) {
    const person = command.people.find((one) => one.id === voter)
    const held = approval?.roles.some((role) => person?.roles.includes(role))
    no(held !== true, `${voter} may not approve it any more`)
    no(data.amount !== null && !person?.limit, `${voter} has no limit`)
    no(above(data.amount, person?.limit ?? null), `it is over the limit of ${voter}`)
    no(separated(judgement) && before.chain.includes(voter), `${voter} asked for it`)
  }
  return faults
}

const endFaults = (end: { class: string; code: string }, { before, taken }: Seen): string[] => {
  const goal = taken.after
  if (before === null || goal === null) return ['a goal ended that never was']
  const done = goal.done.flatMap((id) => goal.effects[id] ?? [])
  const faults: string[] = []
  const no = (wrong: boolean, what: string): void => void (wrong && faults.push(what))
  no(openChildren(goal).length > 0, 'it ended over an open part')
  no(openEffects(goal).length > 0, 'it ended over an open effect')
  no(openApprovals(goal).length > 0, 'it ended over an open approval')
  no(
    Object.values(goal.holders).some((holder) => holder.status === 'open'),
    'it ended over a reservation',
  )
  // A whole does nothing itself: its class is that of its parts.
  if (end.code === 'PARTS_ENDED') {
    no(!goal.split?.children.some((one) => one.class === end.class), 'no part of it ended so')
    return faults
  }
  const told = goal.instructions.length > 0
  const helped = told || done.some((effect) => effect.approval !== null || effect.byPerson)
  no(end.class === 'done-alone' && (helped || done.length === 0), 'it was not done alone')
  const leave = told || done.some((one) => one.approval !== null)
  no(end.class === 'done-approved' && !leave, 'nobody approved anything')
  no(end.class === 'declined' && done.length > 0, 'it was declined, and something was done')
  no(
    (end.class === 'cancelled') !== (before.status === 'cancelling' || cancels(taken)),
    'it was not cancelled',
  )
  return faults
}
const cancels = (taken: Step): boolean => taken.events.some((event) => event.type === 'CancelRequested')

const movedFaults = (goal: Goal): string[] => {
  const counted = ['waiting-approval', 'authorised', 'executing', 'settling', 'unknown', 'done']
  let sum = 0n
  for (const { status, byPerson, amount } of Object.values(goal.effects))
    if (counted.includes(status) && !byPerson && amount !== null) sum += cents(amount) ?? 0n
  return sum > goalCap ? [`${sum} cents moved or held, over the goal's cap of ${goalCap}`] : []
}

const holdingOf = (command: Command): { task: string; attempt: number; worker: string } | null => {
  if (command.type === 'Propose') return { ...command.call, worker: command.worker }
  const { type } = command
  const holds =
    type === 'Claim' || type === 'Draw' || type === 'Settle' || type === 'Park' || type === 'Calls'
  return holds || type === 'TakeOutcome' ? command : null
}
/** Who has lost a task changes nothing by what he still sends. */
const oldFaults = ({ before, command, taken }: Seen): string[] => {
  const holding = holdingOf(command)
  const task = before?.tasks[holding?.task ?? '']
  if (!holding || !task) return []
  const lost =
    holding.attempt < task.attempt ||
    task.status === 'over' ||
    (command.type !== 'Claim' && (task.status !== 'running' || task.worker !== holding.worker))
  return lost && !taken.events.every(isLate) ? [`an old attempt changed something by ${command.type}`] : []
}

/** Looks at every commit of one goal and throws, with what is wrong, where a promise is broken. */
export const createWatch = (): Watch => {
  const approvalsUsed = new Set<string>()
  const rejected = new Set<string>()
  const votes = new Map<string, Vote[]>()
  let ends = 0
  return {
    saw: (seen) => {
      const { before, command, taken, terms } = seen
      const faults = [...oldFaults(seen)]
      if (before?.status === 'ended' && !taken.events.every(isLate))
        faults.push('something happened after the end')
      for (const event of taken.events) {
        if (event.type === 'ApprovalRejected') rejected.add(event.data.effect)
        if (event.type === 'EffectStarted') {
          const { approval, repeats, effect } = event.data
          faults.push(...startFaults(event.data, seen, votes.get(approval ?? '') ?? []))
          if (rejected.has(effect)) faults.push('it was rejected for good')
          if (approval !== null && repeats === null && approvalsUsed.has(approval)) faults.push('used twice')
          if (approval !== null) approvalsUsed.add(approval)
        }
        if (event.type === 'ApprovalRequested' && before?.status === 'cancelling')
          faults.push('a person is asked after the cancel')
        if (event.type === 'ApprovalGranted') {
          const approval = taken.after?.approvals[event.data.approval]
          const cast = { person: event.data.person, args: approval?.args ?? '' }
          votes.set(event.data.approval, [...(votes.get(event.data.approval) ?? []), cast])
          if (before?.approvals[event.data.approval]?.status !== 'open') faults.push('it was not open')
          const by = command.type === 'Decide' ? command.person.roles : []
          if (!approval?.roles.some((role) => by.includes(role)))
            faults.push('it was decided without the role')
          if (approval?.separate && before?.chain.includes(event.data.person))
            faults.push('who asked approved')
          if (new Set(approval?.voters).size !== approval?.voters.length)
            faults.push('one person voted twice')
        }
        if (event.type === 'GoalEnded') {
          ends += 1
          if (taken.events.at(-1) !== event) faults.push('something was said after the end in its commit')
          faults.push(...endFaults(event.data, seen))
        }
      }
      if (ends > 1) faults.push('it ended twice')
      if (taken.after !== null) {
        const stuck = stuckIn(taken.after, terms)
        if (stuck.length > 0) faults.push(`no exit from: ${stuck.join(', ')}`)
        faults.push(...movedFaults(taken.after), ...delegationFaults(taken.after))
      }
      if (faults.length > 0)
        throw new Error(`${faults.join('; ')}\n${JSON.stringify({ command, events: taken.events }, null, 1)}`)
    },
  }
}
