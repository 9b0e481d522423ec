import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { ChatRequest, conversationOf, irregular, type Answer } from './chat-request.ts'
import { Mode, spoil } from './modes.ts'
import { sendAnswer, sendError } from './send-answer.ts'

export type ModelStub = AsyncDisposable & { port: number }

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(Buffer.from(piece))
  return JSON.parse(Buffer.concat(pieces).toString('utf8'))
}

/**
 * An OpenAI-compatible server on 127.0.0.1 that answers as `answer` says and spoils it by the mode. `POST /mode` sets
 * the mode, or a list of which the first that fits a conversation counts, and forgets what was heard; `GET /heard`
 * lists the requests; irregular conversations get a 400.
 */
export const startModelStub = async (options: {
  port: number
  answer: (request: ChatRequest) => Promise<Answer>
}): Promise<ModelStub> => {
  const normal = Mode.parse({ mode: 'normal' })
  let modes: Mode[] = [normal]
  let heard: { request: ChatRequest; fault: string | null }[] = []
  const turns = new Map<string, number>()

  const complete = async (http: IncomingMessage, response: ServerResponse) => {
    const request = ChatRequest.parse(await bodyOf(http))
    const fault = irregular(request)
    heard.push({ request, fault })
    if (fault !== null) return sendError(response, 400, fault)
    const conversation = conversationOf(request)
    const nth = turns.get(conversation) ?? 0
    turns.set(conversation, nth + 1)
    const mode = modes.find(({ only }) => only === undefined || conversation.includes(only)) ?? normal
    const now = mode.times === null || nth < mode.times ? mode : { ...mode, mode: 'normal' as const }
    const key = (http.headers.authorization ?? '').replace(/^Bearer /, '')
    sendAnswer(response, request, spoil(await options.answer(request), now, nth), { mode: now.mode, key })
  }
  const route = async (http: IncomingMessage, response: ServerResponse) => {
    if (http.method === 'POST' && http.url === '/v1/chat/completions') return complete(http, response)
    if (http.method === 'POST' && http.url === '/mode') {
      modes = z.union([z.array(Mode), Mode.transform((one) => [one])]).parse(await bodyOf(http))
      heard = []
      turns.clear()
      response.writeHead(204).end()
    } else if (http.url === '/heard') response.writeHead(200).end(JSON.stringify(heard))
    else response.writeHead(404).end()
  }
  const server = createServer((http, response) => {
    route(http, response).catch((error: unknown) => {
      if (!response.headersSent) sendError(response, 400, String(error))
      else response.destroy()
    })
  })
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: address !== null && typeof address === 'object' ? address.port : options.port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
