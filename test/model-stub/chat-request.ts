import { z } from 'zod'

const Fields = z.record(z.string(), z.unknown())

/** What of an OpenAI chat-completions request the stub looks at. */
export const ChatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(
    z.looseObject({
      role: z.string(),
      content: z.string().nullish(),
      tool_call_id: z.string().optional(),
      tool_calls: z
        .array(
          z.looseObject({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) }),
        )
        .optional(),
    }),
  ),
  tools: z
    .array(z.looseObject({ function: z.looseObject({ name: z.string(), parameters: Fields.optional() }) }))
    .default([]),
})
export type ChatRequest = z.infer<typeof ChatRequest>

/** One call as a provider writes it: arguments are text, whatever text. */
export type SaidCall = { id: string; name: string; arguments: string }
export type Answer = {
  content: string | null
  calls: SaidCall[]
  finish?: 'stop' | 'length' | 'tool_calls'
  refusal?: string
  usage?: { prompt_tokens: number; completion_tokens: number } | null
}

/** The first message of a user names the conversation: each task has its own. */
export const conversationOf = (request: ChatRequest): string =>
  request.messages.find((message) => message.role === 'user')?.content ?? ''

/** A provider refuses what is not a regular conversation; so does the stub, and a worker that makes one is found out. */
export const irregular = ({ messages, tools }: ChatRequest): string | null => {
  const legal = /^[A-Za-z0-9_-]{1,64}$/
  const bad = tools.find((tool) => !legal.test(tool.function.name))
  if (bad) return `tools: name '${bad.function.name}' is not legal`
  let open = new Set<string>()
  for (const { role, tool_calls: calls, tool_call_id: id } of messages) {
    if (role === 'tool') {
      if (id === undefined || !open.delete(id)) return `messages: tool answer ${id} answers no call`
      continue
    }
    if (open.size > 0) return `messages: no answer to ${[...open].join(', ')}`
    open = new Set((calls ?? []).map((call) => call.id))
    if (open.size !== (calls ?? []).length) return 'messages: equal call ids'
    const illegal = (calls ?? []).find((call) => !legal.test(call.function.name))
    if (illegal) return `messages: name '${illegal.function.name}' is not legal`
  }
  return open.size > 0 ? `messages: no answer to ${[...open].join(', ')}` : null
}
