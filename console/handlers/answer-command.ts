import type { Context } from 'hono'
import type { CommandAnswer } from '../../contracts/http/answers.ts'
import type { z } from 'zod'
import type { SignedIn } from '../auth/sign-in.ts'
import type { Order } from '../command/send-command.ts'
import type { ConsoleDeps } from '../deps.ts'

/** Sends the command of the person who is signed in; 200 with what the record says, or 202 while nobody answers. */
export const answerCommand = async (
  context: Context<SignedIn>,
  deps: ConsoleDeps,
  order: Omit<Order, 'person'>,
) => {
  const { activeMs, ...body } = order.body
  const seen = context.get('door') === 'page' && typeof activeMs === 'number' ? { activeMs } : {}
  const { command, goal, outcome } = await deps.send({
    ...order,
    ...seen,
    body,
    person: context.get('person'),
  })
  const view = goal === null ? null : await deps.store.view(goal)
  const answer: z.infer<typeof CommandAnswer> = {
    command,
    goal,
    state: outcome === null ? 'pending' : 'done',
    status: view?.status ?? null,
    events: outcome?.events ?? [],
  }
  return context.json(answer, outcome === null ? 202 : 200)
}
