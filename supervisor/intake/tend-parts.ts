import { z } from 'zod'
import { openChildren } from '../decider/split.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { acceptCommand, traceOf } from './new-goal.ts'

const Content = z.object({
  intents: z.array(
    z.object({ goal: z.string(), workflow: z.string(), contract: z.string(), payload: z.unknown() }),
  ),
})

/** A part as a goal of its own: the same client, person, chain, deadline and trace; its own text, workflow and caps. */
const beginPart = async (deps: Deps, whole: Goal, part: string, index: number): Promise<void> => {
  const { split } = whole
  const content = split === null ? null : await deps.store.getTrail(whole.id, split.content)
  const intent = content === null ? undefined : Content.parse(content).intents[index]
  if (split === null || intent === undefined) return
  const { goal, workflow, contract, payload } = intent
  const traceparent = whole.traceparent
  await deps.handle({
    goal: part,
    cause: `part-${part}`,
    by: { kind: 'supervisor', id: 'supervisor' },
    traceparent: traceOf(part, traceparent).traceparent,
    build: () =>
      acceptCommand(deps, deps.check, {
        goal: part,
        account: whole.account,
        source: whole.source,
        submission: {
          goal,
          workflow,
          contract,
          payload,
          ...(whole.deadline === null ? {} : { deadline: whole.deadline }),
        },
        person: whole.person,
        tour: whole.tour,
        traceparent,
        parent: { goal: whole.id, chain: whole.chain, caps: split.caps },
      }),
  })
}

const takeUpEnd = async (deps: Deps, whole: string, part: Goal): Promise<void> => {
  const { class: endClass } = part
  if (endClass === null) return
  await deps.handle({
    goal: whole,
    cause: `part-ended-${part.id}`,
    by: { kind: 'supervisor', id: 'supervisor' },
    traceparent: '',
    build: async (state) =>
      state === null
        ? null
        : {
            command: {
              type: 'ChildGoalEnded',
              at: deps.now(),
              child: part.id,
              class: endClass,
              code: part.endCode,
            },
          },
  })
}

const cancelPart = async (deps: Deps, whole: Goal, part: Goal): Promise<void> => {
  const person = whole.cancelledBy
  if (person === null || part.status === 'cancelling') return
  await deps.handle({
    goal: part.id,
    cause: `part-cancelled-${part.id}`,
    by: { kind: 'person', id: person },
    traceparent: '',
    build: async (state) =>
      state === null ? null : { command: { type: 'CancelDown', at: deps.now(), person, note: null } },
  })
}

/** Makes the parts of a split goal that are not there yet, takes up the ends of those that have ended, cancels down. */
export const tendParts = async (deps: Deps, whole: Goal): Promise<void> => {
  if (whole.status === 'ended') return
  for (const id of openChildren(whole)) {
    const part = await deps.cache.load(id)
    const index = whole.split?.children.findIndex((one) => one.goal === id) ?? -1
    if (part === null) await beginPart(deps, whole, id, index)
    else if (part.status === 'ended') await takeUpEnd(deps, whole.id, part)
    else if (whole.status === 'cancelling') await cancelPart(deps, whole, part)
  }
}

/** The end of a part comes up to the goal that was split. */
export const tellWhole = async (deps: Deps, part: Goal): Promise<void> => {
  if (part.status === 'ended' && part.parent !== null) await takeUpEnd(deps, part.parent.goal, part)
}
