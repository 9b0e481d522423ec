import { z } from 'zod'
import { RemitError } from '../../contracts/errors.ts'
import { readGoalEvent } from '../../contracts/events.ts'
import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import { FactRead } from '../../contracts/tools.ts'
import type { Store } from '../../store/port.ts'
import type { Did, PastCase } from '../../supervisor/policy/dry-judge.ts'

type Events = Recorded<GoalEvent>[]
type Judged = Extract<Recorded<GoalEvent>, { type: 'EffectRefused' | 'ApprovalRequested' | 'EffectStarted' }>
const isJudged = (event: Recorded<GoalEvent>): event is Judged =>
  event.type === 'EffectRefused' || event.type === 'ApprovalRequested' || event.type === 'EffectStarted'

const Args = z.record(z.string(), z.unknown())
const Payload = z.object({ payload: z.unknown() })

/** Is somebody still to decide or to find out: an approval that is neither refused nor void, a claim without its end? */
const isOpen = (events: Events, effect: string): boolean => {
  const requested = new Set<string>()
  let running = false
  for (const { type, data } of events) {
    if (type === 'ApprovalRequested' && data.effect === effect) requested.add(data.approval)
    if (type === 'ApprovalVoid' || type === 'ApprovalRejected') requested.delete(data.approval)
    if (type === 'EffectStarted' && data.effect === effect) running = true
    if (type === 'EffectFailed' && data.effect === effect) {
      running = false
      requested.clear()
    }
  }
  return running || requested.size > 0
}

/** What became of an effect, as the record has it. */
const didOf = (events: Events, effect: string): Did => {
  const started = events.findLast(
    (event): event is Extract<Recorded<GoalEvent>, { type: 'EffectStarted' }> =>
      event.type === 'EffectStarted' && event.data.effect === effect,
  )
  const byPerson = events.find((event) => event.type === 'EffectByPerson' && event.data.effect === effect)
  const done = events.some((event) => event.type === 'EffectDone' && event.data.effect === effect)
  if (byPerson?.type === 'EffectByPerson') return { what: 'with-person', amount: byPerson.data.amount }
  if (!done || started === undefined)
    return { what: isOpen(events, effect) ? 'open' : 'nothing', amount: null }
  return { what: started.data.approval === null ? 'alone' : 'with-person', amount: started.data.amount }
}

const doneBefore = (events: Events, version: number): PastCase['done'] =>
  events.flatMap((event) => {
    if (event.type !== 'EffectDone' || event.meta.version >= version) return []
    const started = events.find(
      (one) => one.type === 'EffectStarted' && one.data.effect === event.data.effect,
    )
    return started?.type === 'EffectStarted'
      ? [{ id: event.data.effect, tool: started.data.tool, amount: started.data.amount }]
      : []
  })

const casesIn = async (store: Pick<Store, 'getTrail'>, goal: string, events: Events): Promise<PastCase[]> => {
  const accepted = events.find((event) => event.type === 'GoalAccepted')
  const routed = events.findLast((event) => event.type === 'GoalRouted')
  if (accepted?.type !== 'GoalAccepted' || accepted.data.tour) return []
  const { source, person, account, payload } = accepted.data
  const view = {
    id: goal,
    workflow: routed?.type === 'GoalRouted' ? routed.data.workflow : accepted.data.workflow,
    source,
    requester: person ?? account,
    submitted: accepted.meta.at,
    payload: payload === null ? {} : Payload.parse(await store.getTrail(goal, payload)).payload,
  }
  // The last time that an effect was judged is the one that decided: before it, an approval may have been asked.
  const last = new Map(events.filter(isJudged).map((event) => [event.data.effect, event]))
  return Promise.all(
    [...last.values()].map(async ({ data, meta }) => {
      const facts = data.facts === null ? [] : z.array(FactRead).parse(await store.getTrail(goal, data.facts))
      return {
        id: goal,
        at: meta.at,
        workflow: view.workflow,
        tool: data.tool,
        args: Args.parse(await store.getTrail(goal, data.args)),
        facts: Object.fromEntries(
          facts.filter(({ error }) => error === undefined).map(({ as, value }) => [as, value]),
        ),
        goal: view,
        done: doneBefore(events, meta.version),
        did: didOf(events, data.effect),
      }
    }),
  )
}

/**
 * Every judged effect of every goal since a time, oldest first, with the facts that were read then; tour goals left
 * out. `erased`: goals whose content is gone, which nobody can judge any more. Reads only.
 */
export const pastCases = async (
  store: Pick<Store, 'goals' | 'load' | 'getTrail'>,
  since: string,
): Promise<{ cases: PastCase[]; erased: string[] }> => {
  const cases: PastCase[] = []
  const erased: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<Store['goals']>> = await store.goals({
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    })
    for (const { id, created } of page.items) {
      if (created < since) continue
      try {
        cases.push(...(await casesIn(store, id, (await store.load(id)).map(readGoalEvent))))
      } catch (error) {
        if (!(error instanceof RemitError) || error.code !== 'UNREADABLE') throw error
        erased.push(id)
      }
    }
    cursor = page.cursor
  } while (cursor !== null)
  return { cases: cases.toSorted((a, b) => (a.at < b.at ? -1 : 1)), erased }
}
