import { z } from 'zod'
import { RemitError } from '../../contracts/errors.ts'
import { readGoalEvent } from '../../contracts/events.ts'
import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import type { EffectShown, GoalPage } from '../../contracts/http/goal-page.ts'
import type { GoalView, Store } from '../../store/port.ts'
import type { ControlState } from '../record/control-state.ts'
import type { Policy } from '../record/read-policy.ts'
import { readTexts } from '../record/read-texts.ts'
import { foldApprovals } from './fold-approvals.ts'
import { foldEffects } from './fold-effects.ts'
import { foldEscalation } from './fold-escalation.ts'
import { foldSpent, movedBy } from './fold-spent.ts'
import { foldSteps } from './fold-steps.ts'
import { goalLine } from './goal-line.ts'
import { showRules } from './show-rules.ts'

type Accepted = Extract<Recorded<GoalEvent>, { type: 'GoalAccepted' }>
const Said = z.object({ requester: z.string().optional() })

const says = (submission: unknown): string | null => {
  const said = Said.safeParse(submission)
  return said.success ? (said.data.requester ?? null) : null
}

const withRules = (effect: EffectShown, policy: Policy | null, workflow: string): EffectShown => ({
  ...effect,
  rules: showRules(policy?.workflows[workflow], effect),
})

const acceptedIn = (goal: string, events: Recorded<GoalEvent>[]): Accepted => {
  const [first] = events
  if (first?.type !== 'GoalAccepted')
    throw new RemitError('RECORD_BROKEN', { log: goal, first: first?.type ?? 'none' })
  return first
}

/** Everything about one goal on one page, from its record alone. Throws UNKNOWN_GOAL where there is none. */
export const goalPage = async (
  store: Pick<Store, 'load' | 'getTrail'>,
  control: ControlState,
  view: GoalView,
): Promise<GoalPage> => {
  const envelopes = await store.load(view.id)
  const [events, texts] = [envelopes.map(readGoalEvent), await readTexts(store, view.id, envelopes)]
  const accepted = acceptedIn(view.id, events)
  const routed = events.findLast((event) => event.type === 'GoalRouted')
  const ended = events.findLast((event) => event.type === 'GoalEnded')
  const policy = routed?.data.policy ?? accepted.data.policy
  const effects = foldEffects(events, texts).map((effect) =>
    withRules(effect, control.policies[policy] ?? control.policy, view.workflow),
  )
  return {
    ...(await goalLine(store, control, view)),
    version: envelopes.at(-1)?.version ?? 0,
    source: accepted.data.source,
    person: accepted.data.person,
    says: says(texts(accepted.data.content)),
    payload: texts(accepted.data.payload),
    policy,
    trace: accepted.meta.traceparent.split('-')[1] ?? '',
    review: events.some((event) => event.type === 'ReviewDrawn' && event.data.drawn),
    endCode: ended?.data.code ?? '',
    spent: foldSpent(events),
    money: movedBy(effects),
    steps: foldSteps(events, texts),
    effects,
    approvals: foldApprovals(events, texts),
    escalation: foldEscalation(events, texts),
  }
}

/** The same by id. Throws UNKNOWN_GOAL. */
export const findGoalPage = async (
  store: Pick<Store, 'load' | 'getTrail' | 'view'>,
  control: ControlState,
  goal: string,
): Promise<GoalPage> => {
  const view = await store.view(goal)
  if (view === null) throw new RemitError('UNKNOWN_GOAL', { goal })
  return goalPage(store, control, view)
}
