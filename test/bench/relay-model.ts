import type { BaseMessage } from '@langchain/core/messages'
import { AIMessage } from '@langchain/core/messages'
import type { FoundAgent } from '../../agents/discover.ts'
import type { HostedModel } from '../../worker/model-port.ts'
import { playbookModel } from '../../worker/playbook-model.ts'
import { meter } from './relay-spec.ts'

/** Counted as the relay counts for everybody: contents and calls. */
const charsIn = (messages: readonly BaseMessage[]): number =>
  messages.reduce((sum, message) => {
    const { content } = message
    const text = typeof content === 'string' ? content.length : JSON.stringify(content).length
    const calls = AIMessage.isInstance(message) ? (message.tool_calls ?? []) : []
    return sum + text + (calls.length > 0 ? JSON.stringify(calls).length : 0)
  }, 0)

/**
 * The agent's procedure as a model that answers at once. `priced`: it costs what models.yaml says, so that a slice of
 * every budget is drawn before and settled after it, as for a real model; else it costs nothing, as playbooks do.
 */
export const relayModel =
  (priced: boolean) =>
  ({ playbook }: FoundAgent): HostedModel => {
    const canned = playbookModel(playbook)
    return {
      ...canned,
      ...(priced
        ? {
            name: 'canned',
            maxTokens: 200,
            costOf: ({ input, output }) => Math.ceil((input * 100_000 + output * 400_000) / 1_000_000),
          }
        : {}),
      bind: (menu) => {
        const bound = canned.bind(menu)
        return {
          invoke: async (messages) => {
            if (meter.counting) {
              meter.chars += charsIn(messages) + JSON.stringify(menu.modelTools).length
              meter.calls += 1
            }
            return bound.invoke(messages)
          },
        }
      },
    }
  }
