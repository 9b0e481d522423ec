import type { ServerResponse } from 'node:http'
import type { Answer, ChatRequest } from './chat-request.ts'
import type { ModeName } from './modes.ts'

const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

export const sendError = (response: ServerResponse, status: number, message: string, headers = {}) =>
  json(response, status, { error: { message, type: 'stub', code: null } }, headers)

const completion = (request: ChatRequest, answer: Answer) => {
  const tool_calls = answer.calls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  }))
  const usage = answer.usage === undefined ? { prompt_tokens: 900, completion_tokens: 60 } : answer.usage
  return {
    id: 'chatcmpl-stub',
    object: 'chat.completion',
    created: 0,
    model: request.model,
    choices: [
      {
        index: 0,
        finish_reason: answer.finish ?? (tool_calls.length > 0 ? 'tool_calls' : 'stop'),
        message: {
          role: 'assistant',
          content: answer.content,
          refusal: answer.refusal ?? null,
          ...(tool_calls.length > 0 && { tool_calls }),
        },
      },
    ],
    ...(usage && { usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens } }),
  }
}

/** Writes the answer, or what the mode makes of HTTP. `key` is what the caller signed in with. */
export const sendAnswer = (
  response: ServerResponse,
  request: ChatRequest,
  answer: Answer,
  how: { mode: ModeName; key: string },
): void => {
  const whole = JSON.stringify(completion(request, answer))
  const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(whole)) }
  switch (how.mode) {
    case 'unauthorised':
      return sendError(
        response,
        401,
        `Incorrect API key provided: ${how.key}. You can find your key in the console.`,
      )
    case 'rate-limit':
      return sendError(response, 429, 'Rate limit reached', { 'retry-after': '0.05' })
    case 'server-error':
      return sendError(response, 500, 'The server had an error')
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Bad Gateway</body></html>')
      return
    case 'no-choices':
      return json(response, 200, { ...completion(request, answer), choices: [] })
    case 'cut':
      response.writeHead(200, headers)
      response.write(whole.slice(0, whole.length / 2), () => response.destroy())
      return
    case 'streamed': {
      const { choices, ...rest } = completion(request, answer)
      const chunk = { ...rest, object: 'chat.completion.chunk' }
      const deltas = choices.map(({ index, finish_reason, message }) => ({
        index,
        finish_reason,
        delta: message,
      }))
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(`data: ${JSON.stringify({ ...chunk, choices: deltas })}\n\ndata: [DONE]\n\n`)
      return
    }
    case 'stall':
      response.writeHead(200, headers)
      response.write(whole.slice(0, whole.length / 2))
      return
    case 'silent':
      return
    case 'broken-json':
    case 'early-end':
    case 'length':
    case 'no-usage':
    case 'normal':
    case 'nothing':
    case 'refusal':
    case 'reword':
    case 'text':
    case 'twice':
    case 'two-calls':
    case 'unknown-tool':
    case 'wrong-types':
      response.writeHead(200, headers).end(whole)
  }
}
