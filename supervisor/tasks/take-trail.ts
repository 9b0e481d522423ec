import { RemitError } from '../../contracts/errors.ts'
import type { StepPart } from '../../contracts/step-record.ts'
import { TrailPart } from '../../contracts/work.ts'
import type { Deps } from '../deps.ts'
import { parseMessage } from '../parse-message.ts'

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RemitError('NOT_JSON', {}, { cause: error })
  }
}

/**
 * `remit.trail.<agent>.<goal>`: steps and calls, kept as trail objects under the goal's key. A worker's are taken only
 * for tasks that its agent holds. A step in several parts is kept part by part, each by whichever replica hears it, and
 * put together by whoever reads it.
 */
export const takeTrail =
  (deps: Deps) =>
  async (data: unknown, sender: string): Promise<void> => {
    const { goal, task, attempt, worker, id, part, parts, text } = parseMessage(TrailPart, data)
    if (part >= parts) throw new RemitError('SCHEMA', { part, parts })
    const state = await deps.cache.load(goal)
    if (state === null) return
    if (sender !== 'gateway' && state.tasks[task]?.agent !== sender) return
    const whole = parts === 1
    const piece: StepPart = { step: id, part, parts, text }
    await deps.store.putStep(goal, {
      id: whole ? id : `${id}.${part}.${parts}`,
      task,
      attempt,
      by: sender,
      worker,
      at: deps.now(),
      content: whole ? parsed(text) : piece,
    })
  }
