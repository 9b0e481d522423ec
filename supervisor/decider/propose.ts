import type { Difference } from '../../contracts/events/effect-events.ts'
import type { GoalEvent } from '../../contracts/events.ts'
import type { Money } from '../../contracts/money.ts'
import type { Propose } from './effect-commands.ts'
import type { Decision } from './decision.ts'
import { endOf } from './end-delegate.ts'
import { answer, escalate, refused, warnings } from './escalate.ts'
import { requestApproval } from './request-approval.ts'
import { toolsRun } from './rules/tools-run.ts'
import { asks } from './rules/asks.ts'
import { otherCall } from './rules/changed-since.ts'
import { knownTask } from './rules/known-task.ts'
import { recorded, type Recorded } from './rules/recorded.ts'
import { lookFirst, startEffect } from './start-effect.ts'
import type { Goal } from './state.ts'
import { maxRefusals, type Terms } from './terms.ts'

/** Codes whose refusal is not the agent's to mend: a person sees them at once. */
const forPerson = new Set([
  'RULE_ERROR',
  'FACTS_UNREADABLE',
  'DEFINITION_CHANGED',
  'OVER_BUDGET',
  'NO_BUDGET',
])

/** The approval of the call that this one takes the place of; it comes after, so that nobody is woken in between. */
const replacedBy = (approval: string, effect: string): GoalEvent => ({
  type: 'ApprovalVoid',
  data: { approval, effect, code: 'ALLOWED_ANEW', fact: null },
})

/** What people see of the request whose place this one takes. */
const replacing = (
  goal: Goal,
  replaces: string | null,
  call: Propose['call'],
  amount: Money | null,
  votes: number,
): { replaces: string; difference: Difference[] } | null => {
  const before = replaces === null ? undefined : goal.approvals[replaces]
  return before === undefined
    ? null
    : { replaces: before.id, difference: otherCall(before, call, amount, votes) }
}

const refuse = (
  command: Propose,
  goal: Goal,
  terms: Terms,
  before: Recorded,
  code: string,
  more: GoalEvent[] = [],
): Decision => {
  const { base: _base, ...call } = command.call
  const { task, tool, effect } = call
  const voided =
    before.kind === 'anew' && before.replaces !== null ? [replacedBy(before.replaces, effect)] : []
  const events: GoalEvent[] = [
    {
      type: 'EffectRefused',
      data: { ...call, code, message: command.message, amount: command.judgement?.amount ?? null },
    },
    ...voided,
    ...more,
  ]
  const third = (goal.tasks[task]?.refusals[tool] ?? 0) + 1 >= maxRefusals
  const stops = forPerson.has(code) ? code : third ? 'TOO_MANY_FAILURES' : null
  const below =
    stops === 'TOO_MANY_FAILURES' ? endOf(goal, task, { status: 'failed', code: stops, content: null }) : null
  if (stops !== null)
    events.push(...(below ?? [escalate({ code: stops, task, effect, owner: terms.owner, why: command.why })]))
  return { events, answer: { kind: 'refused', code, final: stops !== null } }
}

/**
 * One proposed call, in the order of governance 2.2: halted, known task and attempt and its agent, tool allowed,
 * recorded already, `allow`, budgets, mode and risk. Without a judgement it asks for the facts; where something
 * must be reserved it says what, and is asked again with the ledger's answer.
 */
export const propose = (command: Propose, goal: Goal, terms: Terms): Decision => {
  const { call, judgement, prior } = command
  if (command.halted) return refused('HALTED', false)
  const known = knownTask(goal, { ...call, worker: command.worker })
  if ('code' in known) return refused(known.code)
  const before = recorded(goal, call.effect, call.args)
  // What is recorded stands: a refusal of the same call again must not write over it.
  if (!command.listed)
    return before.kind === 'anew'
      ? refuse(command, goal, terms, before, 'TOOL_NOT_ALLOWED')
      : refused('TOOL_NOT_ALLOWED', false)
  if (before.kind === 'done') return answer({ kind: 'recorded', effect: call.effect })
  if (before.kind === 'waiting') return answer({ kind: 'waiting', effect: call.effect })
  if (before.kind === 'rejected') return answer({ kind: 'refused', code: 'REJECTED', final: true })
  if (before.kind === 'spent') return refused('TOO_MANY_FAILURES')
  if (!command.definitionAccepted) return refuse(command, goal, terms, before, 'DEFINITION_CHANGED')
  if (judgement === null || prior.settledAfterFacts) return answer({ kind: 'reread' })
  const { replaces } = before
  const replaced = replaces === null ? [] : [replacedBy(replaces, call.effect)]
  if (!judgement.allow)
    return refuse(command, goal, terms, before, judgement.code === '' ? 'NOT_ALLOWED' : judgement.code)
  const ask = asks(judgement, prior, goal.person, toolsRun(goal, judgement.approve.twoAfter))
  const asking = ask.why.length > 0
  const claim = (goal.effects[call.effect]?.claim ?? 0) + 1
  if (command.ledger === null && (judgement.amount !== null || !asking))
    return {
      events: [],
      answer: { kind: 'none' },
      reserve: {
        amount: judgement.amount,
        scope: asking ? 'goal' : 'all',
        holder: asking ? command.approval : `${call.effect}.c${claim}`,
        release: replaces === null ? null : (goal.approvals[replaces]?.hold ?? null),
        key: !asking,
      },
    }
  const { ledger } = command
  if (ledger !== null && !ledger.ok) {
    const { key, kind, asked, left } = ledger
    return refuse(command, goal, terms, before, asked === '' ? 'NO_BUDGET' : 'OVER_BUDGET', [
      { type: 'BudgetExhausted', data: { key, kind, asked, left } },
    ])
  }
  const warned = warnings(ledger?.warned ?? [])
  if (asking)
    return {
      events: [
        requestApproval(
          command,
          judgement,
          ask,
          ledger,
          replacing(goal, replaces, call, judgement.amount, ask.votes),
        ),
        ...replaced,
        ...warned,
      ],
      answer: { kind: 'waiting', effect: call.effect },
    }
  return {
    events: [
      startEffect({
        ...command,
        judgement,
        claim,
        approvalUsed: null,
        repeats: null,
        held: ledger,
      }),
      ...(command.forgotten ? [lookFirst(call.effect, claim)] : []),
      ...replaced,
      ...warned,
    ],
    answer: command.forgotten
      ? { kind: 'waiting', effect: call.effect }
      : { kind: 'run', effect: call.effect, claim },
  }
}
