import type { Bus } from '../bus/connect.ts'
import { RemitError } from '../contracts/errors.ts'
import { EffectOrder, ToolRequest } from '../contracts/tools.ts'
import type { HandleToolRequest } from './tool-requests.ts'

type Handlers = { handleTool: HandleToolRequest; handleOrder: (order: EffectOrder) => Promise<void> }

/** How many orders of the supervisor one gateway has in hand at once, up to their claim. */
const ordersAtOnce = 16

/** What comes to a gateway: requests of agents, shared among gateways by a queue, and orders of the supervisor. */
export const listen = (bus: Bus, { handleTool, handleOrder }: Handlers): { stop: () => Promise<void> } => {
  const { subjects, streams } = bus
  const tools = bus.serve(subjects.anyTools, { queue: 'gateway' }, async ({ subject, data }) => {
    const request = ToolRequest.safeParse(data)
    if (!request.success) throw new RemitError('SCHEMA', { issues: request.error.issues.slice(0, 3) })
    return handleTool(subjects.agentOf(subject), request.data)
  })
  const orders = bus.consume({
    stream: streams.effects,
    consumer: 'gateway',
    max: ordersAtOnce,
    handler: async ({ data }) => {
      const order = EffectOrder.safeParse(data)
      if (!order.success) throw new RemitError('SCHEMA', { issues: order.error.issues.slice(0, 3) })
      await handleOrder(order.data)
    },
  })
  return {
    async stop() {
      await Promise.all([tools.stop(), orders.stop()])
    },
  }
}
