import type { CallToolResult } from '@modelcontextprotocol/server'
import { ToolFailure } from './tool-failure.ts'

const failed = (code: string, status: number, message: string): CallToolResult => {
  const fault = { code, status, message }
  return { isError: true, content: [{ type: 'text', text: JSON.stringify(fault) }], structuredContent: fault }
}

/**
 * Result of a tool: structured, with the same as text for clients of older revisions. A failure is
 * `isError` with {code, status, message}. The SDK would send the text of any exception to the caller,
 * so what is not a ToolFailure is caught here, reported on stderr, and answered as `internal`.
 */
export const answer = async (work: () => object | Promise<object>): Promise<CallToolResult> => {
  try {
    const result: Record<string, unknown> = { ...(await work()) }
    return { content: [{ type: 'text', text: JSON.stringify(result) }], structuredContent: result }
  } catch (error) {
    if (error instanceof ToolFailure) return failed(error.code, error.status, error.message)
    console.error(error)
    return failed('internal', 500, 'the system failed; whether anything was done is not known')
  }
}
