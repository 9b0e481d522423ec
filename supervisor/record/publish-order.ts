import { z } from 'zod'
import type { EffectOrder } from '../../contracts/tools.ts'
import { OrderedRead } from '../../contracts/tools.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { verifyOrder } from '../effects/judge-effect.ts'
import type { Order } from '../reactor/orders-of.ts'

const messageOf = async (
  deps: Deps,
  goal: Goal,
  order: Exclude<Order, { kind: 'task' }>,
): Promise<EffectOrder> => {
  switch (order.kind) {
    case 'run':
      return { v: 1, kind: 'run', goal: goal.id, effect: order.effect, tool: order.tool }
    case 'settle': {
      const effect = goal.effects[order.effect]
      const lookup = effect === undefined ? null : await verifyOrder(deps, goal, effect, 'by-reference')
      return {
        v: 1,
        kind: 'settle',
        goal: goal.id,
        effect: order.effect,
        tool: order.tool,
        claim: order.claim,
        lookup,
      }
    }
    case 'check': {
      const reads = z.array(OrderedRead).parse(await deps.store.getTrail(goal.id, order.reads))
      return { v: 1, kind: 'check', goal: goal.id, check: order.check, reads }
    }
    default:
      return order satisfies never
  }
}

/** Sends one order. `again` makes the message's id differ from the first time, so that a repeat is not dropped. */
export const publishOrder = async (deps: Deps, goal: Goal, order: Order, again = ''): Promise<void> => {
  const { bus } = deps
  const options = { msgId: `${goal.id}.${order.key}${again}`, traceparent: goal.traceparent }
  if (order.kind === 'task') await bus.publish(bus.subjects.tasks(order.agent), order.message, options)
  else await bus.publish(bus.subjects.effects, await messageOf(deps, goal, order), options)
}
