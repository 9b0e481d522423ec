import { RemitError } from '../contracts/errors.ts'
import type { AuthoriseAnswer, AuthoriseRequest, FactRead, OrderedRead } from '../contracts/tools.ts'
import { failAt } from './fail-points.ts'

/** Asks the supervisor; repeats the same request under its id while no answer comes. Throws RemitError. */
export type AskSupervisor = (request: AuthoriseRequest) => Promise<AuthoriseAnswer>

/** The supervisor's last word: an answer that orders no more reads. */
export type Decision = Exclude<AuthoriseAnswer, { do: 'read' }>

/** The rounds that the supervisor has are 4; one more than it needs is a fault, not a conversation. */
const mostRounds = 6

/**
 * The rounds under one id: asks, performs the reads that are ordered, in order, and asks again with all that was read
 * so far. Evaluates nothing.
 * @param ask the request with the facts so far; without facts the first one
 * @throws RemitError what the supervisor refuses with, or TIMEOUT
 */
export const authoriseInRounds = async (
  askSupervisor: AskSupervisor,
  ask: (facts: FactRead[]) => AuthoriseRequest,
  read: (order: OrderedRead) => Promise<FactRead>,
): Promise<Decision> => {
  const facts = new Map<string, FactRead>()
  for (let round = 1; round <= mostRounds; round += 1) {
    const answer = await askSupervisor(ask([...facts.values()]))
    if (answer.do !== 'read') return answer
    await failAt('gateway.after-propose')
    for (const order of answer.reads) facts.set(order.as, await read(order))
    await failAt('gateway.after-facts')
  }
  throw new RemitError('INTERNAL', { fault: `more than ${mostRounds} rounds for one call` })
}
