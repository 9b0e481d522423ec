import type { Offer } from '../contracts/platform.ts'
import type { ToolRequest } from '../contracts/tools.ts'
import type { Outcome, TaskMessage, TrailPart, WorkRequest } from '../contracts/work.ts'

/**
 * What one hosted agent may say and hear: the flows of docs/protocol.md under its own account. Requests throw
 * TIMEOUT or NATS_UNREACHABLE when nobody answers, and give the answer unread.
 */
export type AgentLink = {
  work(request: WorkRequest): Promise<unknown>
  tools(request: ToolRequest, timeoutMs: number): Promise<unknown>
  settings: (have?: string) => Promise<unknown>
  offer(offer: Offer): Promise<unknown>
  /** resolves once the stream has stored it */
  outcome(outcome: Outcome): Promise<void>
  trail(part: TrailPart): Promise<void>
  /**
   * Takes orders until stopped. `key` names one order of a task: the same when it is delivered again. Resolved, the
   * order is off the stream; thrown, it comes again, or is a dead letter where trying again cannot help.
   */
  tasks(take: (task: TaskMessage, key: string) => Promise<void>): { stop(): Promise<void> }
  close: () => Promise<void>
}
