import { RemitError } from '../contracts/errors.ts'
import { TrailPart } from '../contracts/work.ts'
import type { Deps } from './deps.ts'
import { joinParts } from './join-parts.ts'
import { parseMessage } from './parse-message.ts'

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RemitError('NOT_JSON', {}, { cause: error })
  }
}

/**
 * `remit.trail.<agent>.<goal>`: steps and calls, kept as trail objects under the goal's key. A worker's are taken only
 * for tasks that its agent holds. Parts are put together here; a step whose rest never comes is dropped after 2 minutes.
 */
export const takeTrail = (deps: Deps) => {
  const join = joinParts({ patienceMs: 120_000, most: 16 * 1024 * 1024 })
  return async (data: unknown, sender: string): Promise<void> => {
    const part = parseMessage(TrailPart, data)
    const state = await deps.cache.load(part.goal)
    if (state === null) return
    const { goal, task, attempt, worker, id } = part
    if (sender !== 'gateway' && state.tasks[task]?.agent !== sender) return
    const at = deps.now()
    const text = join(sender, part, Date.parse(at))
    if (text === null) return
    await deps.store.putStep(goal, { id, task, attempt, by: sender, worker, at, content: parsed(text) })
  }
}
