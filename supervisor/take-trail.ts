import { TrailPart } from '../contracts/work.ts'
import type { Deps } from './deps.ts'
import { parseMessage } from './parse-message.ts'

type Parts = { texts: string[]; have: number; at: number }
const patience = 120_000

/**
 * `remit.trail.<agent>.<goal>`: steps and calls, kept as trail objects under the goal's key. A worker's are taken only
 * for tasks that its agent holds. Parts are put together here; a step whose rest never comes is dropped after 2 minutes.
 */
export const takeTrail = (deps: Deps) => {
  const open = new Map<string, Parts>()
  return async (data: unknown, sender: string): Promise<void> => {
    const part = parseMessage(TrailPart, data)
    const state = await deps.cache.load(part.goal)
    if (state === null) return
    const task = state.tasks[part.task]
    if (sender !== 'gateway' && task?.agent !== sender) return
    let text = part.text
    if (part.parts > 1) {
      const now = Date.parse(deps.now())
      for (const [id, one] of open) if (now - one.at > patience) open.delete(id)
      const parts = open.get(part.id) ?? { texts: [], have: 0, at: now }
      if (parts.texts[part.part] === undefined) parts.have += 1
      parts.texts[part.part] = part.text
      open.set(part.id, parts)
      if (parts.have < part.parts) return
      open.delete(part.id)
      text = parts.texts.join('')
    }
    const { goal, task: taskId, attempt, worker, id } = part
    await deps.store.putStep(goal, {
      id,
      task: taskId,
      attempt,
      by: sender,
      worker,
      at: deps.now(),
      content: JSON.parse(text),
    })
  }
}
