import { ChatOpenAI } from '@langchain/openai'
import type { ModelSetting } from '../contracts/platform.ts'
import type { HostedModel } from './model-port.ts'

const perMillion = 1_000_000n

/**
 * A model behind the OpenAI chat-completions interface. Tries once: repeats are the worker's, which looks at its
 * lease in between. No streaming: with it the client fetches tokenizer tables from a public host to count tokens.
 * `price` undefined = models.yaml does not know it; the supervisor refuses it where a cost budget is set.
 */
export const openAiModel = (options: {
  name: string
  apiKey: string
  baseUrl: string | undefined
  timeoutMs: number
  price: ModelSetting | undefined
}): HostedModel => {
  const { name, apiKey, baseUrl, timeoutMs, price } = options
  const maxTokens = price?.maxTokens ?? 2048
  const model = new ChatOpenAI({
    model: name,
    apiKey,
    maxTokens,
    maxRetries: 0,
    streaming: false,
    timeout: timeoutMs,
    ...(baseUrl !== undefined && { configuration: { baseURL: baseUrl } }),
  })
  return {
    name,
    maxTokens,
    timeoutMs,
    costOf: ({ input, output }) => {
      if (!price) return 0
      const exact = BigInt(input) * BigInt(price.input) + BigInt(output) * BigInt(price.output)
      return Number((exact + perMillion - 1n) / perMillion)
    },
    bind: (menu) => model.bindTools([...menu.modelTools]),
  }
}
