import { createMcpHandler, type AuthInfo } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { Fault } from './faults.ts'
import type { Conduct } from './perform.ts'
import { spoil } from './spoil.ts'
import type { System } from './system.ts'

const ToolCall = z.looseObject({
  method: z.literal('tools/call'),
  params: z.looseObject({ name: z.string(), arguments: z.unknown() }),
})

const conductUnder = (fault: Fault | undefined): Conduct => ({
  pretend: fault === 'yes_but_nothing',
  delayMs: fault?.startsWith('slow:') ? Number(fault.slice('slow:'.length)) : 0,
})

const refusal = (status: number, code: string): Response => Response.json({ error: { code } }, { status })

/**
 * The MCP endpoint, with the fault that this call meets, if any: some before the tool runs, some in how it
 * is carried out, some on its answer. A fault's 500 and 409 are statuses of HTTP, as from a broken proxy;
 * the tool's own refusals are results.
 */
export const createCallTool = (system: System) => {
  const handlerFor = (conduct: Conduct) =>
    createMcpHandler(() => system.mcp(conduct), {
      legacy: 'stateless',
      onerror: (error) => console.error(error.message),
    })
  const sound = handlerFor(conductUnder(undefined))

  return async (request: Request, authInfo: AuthInfo, hangUp: () => void): Promise<Response> => {
    const options = { authInfo }
    if (request.method !== 'POST') return sound.fetch(request, options)
    const call = ToolCall.safeParse(
      await request
        .clone()
        .json()
        .catch(() => undefined),
    )
    const fault = call.success ? system.faults.take(call.data.params.name) : undefined
    if (!call.success || !fault) return sound.fetch(request, options)

    if (fault === 'down') {
      hangUp()
      return new Response(null)
    }
    if (fault === '500') return refusal(500, 'internal')
    if (fault === '409') return refusal(409, 'in_progress')
    if (fault === 'colleague_refund') system.colleague?.(call.data.params.arguments)
    const response = await handlerFor(conductUnder(fault)).fetch(request, options)
    return spoil(fault, response, request.signal)
  }
}
