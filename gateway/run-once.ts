import type { RunEffect } from './effect.ts'

type Answer = ReturnType<RunEffect>
const remembered = 5000

/**
 * One claim is run once by one process, however often its order comes: a request asked again under its id, or an
 * order delivered twice, joins the run that is there. (Between processes the supervisor sees to it: a claim names its
 * gateway, and each process has its own name.)
 */
export const runOnce = (run: RunEffect): { run: RunEffect; running: () => Promise<unknown> } => {
  const claims = new Map<string, Answer>()
  const inFlight = new Set<Answer>()

  const begin = async (...[order, origin]: Parameters<RunEffect>): Answer => run(order, origin)

  return {
    run(order, origin) {
      const name = `${order.effect} ${order.claim}`
      const known = claims.get(name)
      if (known) return known
      const answer = begin(order, origin).finally(() => inFlight.delete(answer))
      claims.set(name, answer)
      inFlight.add(answer)
      const [oldest] = claims.keys()
      if (claims.size > remembered && oldest !== undefined) claims.delete(oldest)
      return answer
    },
    running: () => Promise.allSettled(inFlight),
  }
}
