import type { Fault } from './faults.ts'

const HUGE = 20 * 1024 * 1024

/** The same JSON-RPC response with another result, whether it came as JSON or as one server-sent event. */
const withResult = async (response: Response, change: (result: object) => object): Promise<Response> => {
  const text = await response.text()
  const events = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  const changed = events
    ? text.replaceAll(/^data: (\{.*\})$/gm, (_, json: string) => `data: ${changeResult(json, change)}`)
    : changeResult(text, change)
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return new Response(changed, { status: response.status, headers })
}

const changeResult = (json: string, change: (result: object) => object): string => {
  const message: { result?: object } = JSON.parse(json)
  return JSON.stringify(message.result ? { ...message, result: change(message.result) } : message)
}

const wrongShape = (result: object): object => ({
  ...result,
  isError: false,
  content: [{ type: 'text', text: '{"surprise":true}' }],
  structuredContent: { surprise: true },
})

const huge = (result: object): object => ({ ...result, content: [{ type: 'text', text: 'x'.repeat(HUGE) }] })

type Spoil = (response: Response, gone: AbortSignal) => Promise<Response>

/** The faults that leave the call alone and spoil its answer. */
const SPOILS: Partial<Record<Fault, Spoil>> = {
  timeout_after_success: async (response, gone) => {
    await response.text()
    if (!gone.aborted) await new Promise((resolve) => gone.addEventListener('abort', resolve, { once: true }))
    return response
  },
  '500_after': async (response) => {
    await response.text()
    return Response.json({ error: { code: 'internal' } }, { status: 500 })
  },
  bad_output: (response) => withResult(response, wrongShape),
  huge: (response) => withResult(response, huge),
}

/** What becomes of an answer after the call was carried out in full. */
export const spoil = async (fault: Fault, response: Response, gone: AbortSignal): Promise<Response> =>
  SPOILS[fault]?.(response, gone) ?? response
