import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { z } from 'zod'

const Value = z.object({
  stringValue: z.string().optional(),
  intValue: z.union([z.number(), z.string()]).optional(),
  doubleValue: z.number().optional(),
  boolValue: z.boolean().optional(),
})
const Attributes = z.array(z.object({ key: z.string(), value: Value }))
const OtlpSpan = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes: Attributes,
  status: z.object({ code: z.number(), message: z.string().optional() }),
})
/** ExportTraceServiceRequest of OTLP/HTTP in JSON (opentelemetry-proto, trace service v1), as far as tests look. */
const Request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }).optional(),
      scopeSpans: z.array(z.object({ spans: z.array(OtlpSpan) })),
    }),
  ),
})
export type CollectedSpan = {
  trace: string
  id: string
  parent: string | null
  name: string
  start: string
  end: string
  service: string
  attributes: Record<string, unknown>
}
export type Collector = AsyncDisposable & {
  url: string
  spans: CollectedSpan[]
  requests: { path: string; headers: Record<string, string | string[] | undefined> }[]
  /** resolves when so many spans have come */
  until: (count: number) => Promise<void>
}

const plain = (attributes: z.infer<typeof Attributes>): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8')
}

/** Takes traces as a collector does, on a free port. `answer` is the status of each reply. */
export const startCollector = async (answer = 200): Promise<Collector> => {
  const spans: CollectedSpan[] = []
  const requests: Collector['requests'] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Request.parse(JSON.parse(await bodyOf(request)))
    requests.push({ path: request.url ?? '', headers: request.headers })
    for (const { resource, scopeSpans } of body.resourceSpans)
      for (const one of scopeSpans.flatMap((scope) => scope.spans))
        spans.push({
          trace: one.traceId,
          id: one.spanId,
          parent: one.parentSpanId ?? null,
          name: one.name,
          start: one.startTimeUnixNano,
          end: one.endTimeUnixNano,
          service: String(plain(resource?.attributes ?? [])['service.name']),
          attributes: plain(one.attributes),
        })
    response.writeHead(answer, { 'content-type': 'application/json' }).end('{}')
    for (const { count, resolve } of waiting) if (spans.length >= count) resolve()
  }
  const server = createServer((request, response) => {
    take(request, response).catch((error: unknown) => {
      response.writeHead(400).end(String(error))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    spans,
    requests,
    until: (count) =>
      new Promise((resolve) => {
        if (spans.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
