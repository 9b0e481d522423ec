import { ChatOpenAI } from '@langchain/openai'
import type { HostedModel } from './model-port.ts'
import type { SettingsKeeper } from './settings-keeper.ts'

const perMillion = 1_000_000n

/**
 * A model behind the OpenAI chat-completions interface. Tries once: repeats are the worker's, which looks at its
 * lease in between. No streaming: with it the client fetches tokenizer tables from a public host to count tokens.
 * A model that models.yaml does not know has no price; the supervisor refuses it where a cost budget is set.
 */
export const openAiModel = (options: {
  name: string
  apiKey: string
  baseUrl: string | undefined
  timeoutMs: number
  settings: SettingsKeeper
}): HostedModel => {
  const { name, apiKey, baseUrl, timeoutMs, settings } = options
  const maxTokens = settings.price(name)?.maxTokens ?? 2048
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
    key: apiKey,
    timeoutMs,
    ready: settings.fresh,
    costOf: ({ input, output }) => {
      const price = settings.price(name)
      if (!price) return 0
      const exact = BigInt(input) * BigInt(price.input) + BigInt(output) * BigInt(price.output)
      return Number((exact + perMillion - 1n) / perMillion)
    },
    bind: (menu) => model.bindTools([...menu.modelTools]),
  }
}
