import { draft, readGoalEvent } from '../../contracts/events.ts'
import type { Store } from '../../store/port.ts'
import type { Command } from '../../supervisor/decider/commands.ts'
import { replay } from '../../supervisor/decider/evolve.ts'
import { step } from '../../supervisor/decider/given-for-test.ts'
import * as sample from '../../supervisor/decider/samples-for-test.ts'
import type { State } from '../../supervisor/decider/state.ts'
import { viewOf } from '../../supervisor/reactor/view-of.ts'

const { accept, asking, claim, claimEffect, decision, digest, eur, judgement, outcome, people } = sample

export type Suggested = {
  id: string
  workflow: string
  policy: string
  by?: 'ann' | 'bob'
  answer?: 'approve' | 'reject'
  /** how long the person looked */
  activeMs?: number
  tour?: boolean
  /** when it was asked for */
  at?: Date
}

/**
 * A goal that suggested a refund to a person, who decided, in the store as the supervisor would have written it: by the
 * real decider, an hour ago unless it says otherwise.
 */
export const putSuggestedGoal = async (store: Store, suggested: Suggested): Promise<void> => {
  const { id, workflow, policy, by = 'ann', answer = 'approve', activeMs = 20_000, tour = false } = suggested
  const begun = (suggested.at ?? new Date(Date.now() - 3_600_000)).getTime()
  const at = (minutes: number): string => new Date(begun + minutes * 60_000).toISOString()
  const entry = { task: 't1', agent: 'support', contract: 'support.refund@1', input: digest('input') }
  const how = judgement({ lowRisk: false, amount: eur('15.00'), mode: 'suggest' })
  const ran: Command[] = [
    claimEffect({ at: at(4), until: at(5), judgement: how }),
    sample.result({ at: at(5), gateway: 'gw2' }),
    outcome({ kind: 'concluded', ok: true }, { at: at(6) }),
    { type: 'OrderCheck', at: at(7), reads: digest('reads'), unread: null, why: digest('why') },
    { type: 'Checked', at: at(8), check: 1, verdict: { kind: 'holds' }, why: digest('why') },
  ]
  const told: Command[] = [
    accept({ goal: id, at: at(0), tour, person: null, to: { kind: 'routed', workflow, policy, ...entry } }),
    claim({ at: at(1), until: at(2) }),
    asking({ at: at(2), until: at(3), judgement: how }),
    decision({ at: at(3), person: people[by], decision: answer, activeMs }),
    ...(answer === 'approve' ? ran : [outcome({ kind: 'declined', effect: null }, { at: at(6) })]),
  ]
  let [state, version]: [State, number] = [null, 0]
  for (const [index, command] of told.entries()) {
    const { decision: decided } = step(state, command, sample.terms)
    if (decided.events.length === 0) throw new Error(`nothing came of ${command.type}`)
    const person = command.type === 'Decide'
    const events = decided.events.map(draft)
    const commit = {
      log: id,
      expected: version,
      at: command.at,
      by: { kind: person ? ('person' as const) : ('supervisor' as const), id: by },
      cause: `put-${index}`,
      traceparent: '',
      events,
    }
    // The view stands for the state after the commit, which is made of it first.
    const after = step(state, command, sample.terms).after
    if (after === null) throw new Error('no goal')
    const appended = await store.append({ ...commit, view: viewOf(after, false, 'support-lead') })
    if (!appended.ok) throw new Error(`${id} is there already`)
    version += appended.events.length
    state = replay(appended.events.map(readGoalEvent), state)
  }
}
