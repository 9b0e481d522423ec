import type { Offer } from '../contracts/platform.ts'
import type { ToolRequest } from '../contracts/tools.ts'
import type { Outcome, TaskMessage, TrailPart, WorkRequest } from '../contracts/work.ts'

/** One task message in hand. `key` names this order of it: the same when it is delivered again. */
export type Delivery = {
  task: TaskMessage
  key: string
  ack(): void
  again(delayMs: number): void
}

/**
 * What one hosted agent may say and hear: the flows of docs/protocol.md under its own account. Requests throw
 * TIMEOUT or NATS_UNREACHABLE when nobody answers, and give the answer unread.
 */
export type AgentLink = {
  work(request: WorkRequest): Promise<unknown>
  tools(request: ToolRequest): Promise<unknown>
  settings(have?: string): Promise<unknown>
  offer(offer: Offer): Promise<unknown>
  /** resolves once the stream has stored it */
  outcome(outcome: Outcome): Promise<void>
  trail(part: TrailPart): Promise<void>
  /** hands over deliveries until stopped; does not wait for one before it gives the next */
  tasks(take: (delivery: Delivery) => void): Promise<{ stop(): Promise<void> }>
  close(): Promise<void>
}
