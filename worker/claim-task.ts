import { RemitError } from '../contracts/errors.ts'
import { Claimed, Refusal, type TaskMessage } from '../contracts/work.ts'
import type { AgentHost } from './agent-host.ts'
import { refusedWith } from './ask.ts'
import { idFrom } from './digest.ts'
import { makeLease } from './lease.ts'
import type { Held } from './run-task.ts'

/**
 * Claims one order of a task. The id is the order's own, so that asking again after silence gets the same grant, and
 * another order of the same attempt (it was parked and woken) is another claim. Throws TIMEOUT, or the refusal.
 */
export const claimTask = async (host: AgentHost, task: TaskMessage, key: string): Promise<Held> => {
  const { worker, card, model, link } = host
  const claimId = idFrom('claim', worker, task.goal, task.task, task.attempt, task.kind, key)
  const asked = host.now().getTime()
  const raw = await link.work({
    op: 'claim',
    id: claimId,
    goal: task.goal,
    task: task.task,
    attempt: task.attempt,
    worker,
    graph: card.graph,
    models: model.maxTokens > 0 ? [model.name] : [],
  })
  const refusal = Refusal.safeParse(raw)
  if (refusal.success) throw refusedWith(refusal.data)
  const read = Claimed.safeParse(raw)
  if (!read.success)
    throw new RemitError('INTERNAL', { fault: 'a claim was answered out of shape' }, { cause: read.error })
  const claimed = read.data
  const ahead = Date.parse(claimed.now) - asked
  const lease = makeLease({ until: claimed.until, ahead, now: () => host.now().getTime() })
  return { task, claimId, claimed, lease }
}
