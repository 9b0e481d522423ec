import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'

/** How a call of a tiny system's tool ends. */
export type TinyAnswer =
  | { result: object }
  | { status: number }
  /** sent elsewhere by the server, to the same address: 307 asks the client to post again */
  | { redirect: true }

export type TinyTool = {
  definition: {
    name: string
    description?: string
    inputSchema: Record<string, unknown>
    outputSchema?: Record<string, unknown>
    annotations?: Record<string, unknown>
  }
  call(args: unknown, headers: Readonly<Record<string, unknown>>, meta: unknown): Promise<TinyAnswer>
}

const Message = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string(),
  params: z
    .looseObject({
      name: z.string().optional(),
      arguments: z.unknown().optional(),
      _meta: z.unknown().optional(),
    })
    .optional(),
})

/** The little of MCP 2025-11-25 that the gateway needs, by hand: so that a test may answer as no library would. */
export const tinyReply = async (
  text: string,
  tools: () => readonly TinyTool[],
  headers: Readonly<Record<string, unknown>> = {},
): Promise<{ status: number; body?: string; redirect?: boolean }> => {
  const { id, method, params } = Message.parse(JSON.parse(text))
  if (id === undefined) return { status: 202 }
  const say = (answer: object) => ({ status: 200, body: JSON.stringify({ jsonrpc: '2.0', id, ...answer }) })
  switch (method) {
    case 'initialize':
      return say({
        result: {
          protocolVersion: '2025-11-25',
          capabilities: { tools: {} },
          serverInfo: { name: 'tiny', version: '1' },
        },
      })
    case 'tools/list':
      return say({ result: { tools: tools().map(({ definition }) => definition) } })
    case 'tools/call': {
      const tool = tools().find(({ definition }) => definition.name === params?.name)
      if (!tool) return say({ error: { code: -32_602, message: 'no such tool' } })
      const answer = await tool.call(params?.arguments, headers, params?.['_meta'])
      if ('result' in answer) return say({ result: answer.result })
      return 'status' in answer ? { status: answer.status } : { status: 307, redirect: true }
    }
    default:
      return say({ error: { code: -32_601, message: 'method not found' } })
  }
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8')
}

/** A tiny system over HTTP on a random port. `tools` may be changed while it runs. */
export const startTinySystem = async (tools: TinyTool[], port = 0) => {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST') return void response.writeHead(405).end()
    const { status, body, redirect } = await tinyReply(await bodyOf(request), () => tools, request.headers)
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(redirect ? { location: request.url ?? '/' } : {}),
    })
    response.end(body)
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/mcp`,
    tools,
    async [Symbol.asyncDispose]() {
      if (!server.listening) return
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
