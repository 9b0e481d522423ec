import type { Bus } from '../bus/connect.ts'
import { TaskMessage } from '../contracts/work.ts'
import type { AgentLink } from './agent-link.ts'

const askMs = 5000
/** How many orders may lie here and wait for a free place; the rest stays with the server, for another worker. */
const inHand = 8

/** The flows of one agent over its own connection. Goals, tasks and ids stand in the messages, not in headers. */
export const natsLink = (bus: Bus, agent: string, worker: string): AgentLink => {
  const { subjects, streams } = bus
  return {
    work: (request) => bus.request(subjects.work(agent), request, { timeout: askMs }),
    tools: (request, timeout) => bus.request(subjects.tools(agent), request, { timeout }),
    settings: (have) =>
      bus.request(
        subjects.settings,
        { who: worker, ...(have !== undefined && { have }) },
        { timeout: askMs },
      ),
    offer: (offer) => bus.request(subjects.offers(`worker-${agent}`), offer, { timeout: askMs }),
    outcome: async (outcome) => {
      await bus.publish(subjects.outcomes(agent), outcome, { msgId: outcome.id })
    },
    trail: async (part) => {
      await bus.publish(subjects.trail(agent, part.goal), part, { msgId: `${part.id}-${part.part}` })
    },
    tasks: (take) => {
      const consuming = bus.consume({
        stream: streams.tasks,
        consumer: agent,
        max: inHand,
        handler: (m) => take(TaskMessage.parse(m.data), `${m.seq}-${m.time}`),
      })
      return { stop: consuming.stop }
    },
    close: bus.drain,
  }
}
