import type { FetchLike } from '@modelcontextprotocol/client'
import { z } from 'zod'
import { currentDispatch, passGate, type Dispatch } from './dispatch.ts'

const Method = z.looseObject({ method: z.string() })

const isToolCall = (init: RequestInit | undefined): boolean => {
  if (init?.method !== 'POST' || typeof init.body !== 'string') return false
  const message = Method.safeParse(JSON.parse(init.body))
  return message.success && message.data.method === 'tools/call'
}

const counting = (limit: number, dispatch: Dispatch | undefined): TransformStream<Uint8Array, Uint8Array> => {
  let size = 0
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength
      if (size <= limit) return controller.enqueue(chunk)
      if (dispatch) dispatch.tooLarge = true
      controller.error(new Error(`the answer is over ${limit} bytes`))
    },
  })
}

/**
 * The fetch below the MCP client: the last gate before the socket write, the call's own headers, and an answer cut
 * off at `maxBytes` (its stream errors there, so that 20 MB never come to be in memory).
 */
export const guardedFetch =
  (maxBytes: number): FetchLike =>
  async (url, init) => {
    const dispatch = isToolCall(init) ? currentDispatch() : undefined
    const headers = new Headers(init?.headers)
    for (const [name, value] of Object.entries(dispatch?.headers ?? {})) headers.set(name, value)
    if (dispatch) passGate(dispatch)
    const response = await fetch(url, { ...init, headers })
    if (dispatch) dispatch.httpStatus = response.status
    if (!response.body) return response
    const { status, statusText } = response
    return new Response(response.body.pipeThrough(counting(maxBytes, dispatch)), {
      status,
      statusText,
      headers: response.headers,
    })
  }
