import { z } from 'zod'
import { Fault } from './faults.ts'
import type { System } from './system.ts'
import { ToolFailure } from './tool-failure.ts'

const problem = (status: number, detail: string): Response => Response.json({ error: detail }, { status })

/** The system's back door for tests: faults, and what else the system offers. */
export const createAdmin = (system: System) => {
  const Order = z.strictObject({
    tool: z.enum(['*', ...system.tools]),
    fault: Fault.refine(
      (fault) => fault !== 'colleague_refund' || system.colleague !== undefined,
      `${system.name} has no refunds`,
    ),
    count: z.union([z.int().positive(), z.literal('always')]).default(1),
  })

  const routes: Record<string, (body: unknown) => object> = {
    'POST /faults': (body) => {
      system.faults.set(Order.parse(body))
      return { faults: system.faults.list() }
    },
    'GET /faults': () => ({ faults: system.faults.list() }),
    'DELETE /faults': () => {
      system.faults.clear()
      return { faults: [] }
    },
  }
  for (const [path, handle] of Object.entries(system.admin)) routes[`POST ${path}`] = handle

  return async (request: Request): Promise<Response> => {
    const route = `${request.method} ${new URL(request.url).pathname}`
    const handle = Object.hasOwn(routes, route) ? routes[route] : undefined
    if (!handle)
      return problem(
        404,
        `there is no ${route}; there are POST /mcp, GET /health, ${Object.keys(routes).join(', ')}`,
      )
    try {
      return Response.json(handle(request.method === 'POST' ? await request.json() : undefined))
    } catch (error) {
      if (error instanceof z.ZodError) return problem(400, z.prettifyError(error))
      if (error instanceof SyntaxError) return problem(400, 'the body is not JSON')
      if (error instanceof ToolFailure) return problem(error.status, error.message)
      throw error
    }
  }
}
