import type { McpServer } from '@modelcontextprotocol/server'
import type { Faults } from './faults.ts'
import type { Conduct } from './perform.ts'

/** What a sample system gives to the process that serves it. */
export type System = {
  name: string
  /** the names a fault may be switched on for */
  tools: readonly string[]
  faults: Faults
  /** a fresh server for one request, whose calls are carried out as `conduct` says */
  mcp(conduct: Conduct): McpServer
  /** a colleague at the counter refunds the order that this call is about */
  colleague?(args: unknown): void
  /** further `POST` routes for tests; each takes the parsed body and gives the answer */
  admin: Record<string, (body: unknown) => object>
  close(): void
}
