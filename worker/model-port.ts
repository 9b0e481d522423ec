import type { AIMessage, BaseMessage } from '@langchain/core/messages'
import type { Menu } from './menu.ts'

/** What of LangChain's chat models a worker uses, once the tools are bound. */
export type BoundModel = {
  invoke(messages: BaseMessage[], options?: { signal?: AbortSignal }): Promise<AIMessage>
}

/** A model as a worker hosts it. `maxTokens` 0 = it costs nothing (a playbook): nothing is drawn for it. */
export type HostedModel = {
  name: string
  maxTokens: number
  /** what signs its calls in: for keeping it out of what is told; '' = nothing */
  key: string
  /** 0 = it cannot hang */
  timeoutMs: number
  /** Throws while prices and halts have not been heard of for too long: then no call is made. */
  ready: () => Promise<void>
  /** millionths of the currency unit for so many tokens, rounded up */
  costOf(tokens: { input: number; output: number }): number
  bind(menu: Menu): BoundModel
}
