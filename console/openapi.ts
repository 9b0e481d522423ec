import { z } from 'zod'
import { Problem } from '../contracts/http/problem.ts'
import { routes } from './routes.ts'
import type { Route } from './routes.ts'

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  })
  return rest
}
const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: schemaOf(schema, io) },
})

const parametersOf = (route: Route) => [
  ...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  })),
  ...(route.query ?? []).map((name) => ({ name, in: 'query', required: false, schema: { type: 'string' } })),
]

const okOf = (route: Route) => {
  if (route.answer !== undefined) return { description: 'As asked', content: json(route.answer, 'output') }
  if (route.media === undefined) return { description: 'As asked' }
  return { description: 'As asked', content: { [route.media]: { schema: { type: 'string' } } } }
}

const problem = {
  description: 'What went wrong, with its code',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

const operationOf = (name: string, route: Route) => ({
  operationId: name,
  summary: route.summary,
  ...(route.open ? { security: [] } : {}),
  parameters: parametersOf(route),
  ...(route.body === undefined
    ? {}
    : { requestBody: { required: route.method === 'post', content: json(route.body, 'input') } }),
  responses: {
    200: okOf(route),
    ...(route.method === 'get' || route.open
      ? {}
      : { 202: { ...okOf(route), description: 'Stored; nobody has decided it yet' } }),
    default: problem,
  },
})

/** OpenAPI 3.1 of the routes, made from the same schemas that check the requests. */
export const openapi = (): Record<string, unknown> => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, route] of Object.entries<Route>(routes))
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(name, route) }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Remit',
      version: '1',
      description: 'Every POST is one signed command; see docs/protocol.md.',
    },
    security: [{ bearer: [] }, { session: [], csrf: [] }],
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output') },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'remit_session' },
        csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token' },
      },
    },
  }
}
