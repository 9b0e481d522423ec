import { z } from 'zod'
import { readGoalEvent } from '../../../contracts/events.ts'
import type { Store } from '../../../store/port.ts'

const Answered = z.looseObject({
  calls: z.array(z.looseObject({ answer: z.looseObject({ code: z.string().optional() }).optional() })),
})

/**
 * What calls were refused with, over all goals. A refusal that the record keeps is counted there; what is refused before
 * there is an effect (a name, arguments, a halt, a goal that is over) stands in the steps of the agents.
 */
export const countCodes = async (
  store: Store,
  goals: readonly string[],
): Promise<{ codes: Map<string, number>; escalated: Map<string, number> }> => {
  const codes = new Map<string, number>()
  const escalated = new Map<string, number>()
  const add = (to: Map<string, number>, code: string): void => void to.set(code, (to.get(code) ?? 0) + 1)
  const recorded = new Set<string>()
  const told: string[] = []
  for (const goal of goals) {
    for (const event of (await store.load(goal)).map(readGoalEvent)) {
      if (event.type === 'Escalated') add(escalated, event.data.code)
      if (event.type !== 'EffectRefused') continue
      add(codes, event.data.code)
      recorded.add(event.data.code)
    }
    for (const step of await store.steps(goal)) {
      const read = Answered.safeParse(step.content)
      if (read.success) told.push(...read.data.calls.flatMap(({ answer }) => answer?.code ?? []))
    }
  }
  for (const code of told) if (!recorded.has(code)) add(codes, code)
  return { codes, escalated }
}
