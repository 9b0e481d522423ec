import type { BaseMessage } from '@langchain/core/messages'
import type { Contract } from '../agents/define-agent.ts'
import type { ToolAnswer } from '../contracts/tools.ts'
import type { Claimed, TaskMessage } from '../contracts/work.ts'
import type { Lease } from './lease.ts'
import type { Menu } from './menu.ts'
import type { BoundModel, HostedModel } from './model-port.ts'
import type { Spend } from './spend.ts'
import type { Call } from './turn.ts'

/** Everything that belongs to one run: graphs are compiled once and shared, so nothing of a run lives in them. */
export type RunContext = {
  task: TaskMessage
  claimed: Claimed
  contract: Contract
  systemPrompt: string
  menu: Menu
  model: HostedModel
  bound: BoundModel
  lease: Lease
  spend: Spend
  told: string
  /** calls that wait in this run, by call id, with the effect that each waits for */
  waiting: Map<string, string>
  /** asks the gateway; a repeat of a call under the same effect gets the recorded answer */
  call(tool: string, call: Call): Promise<ToolAnswer>
  /** a turn with all its answers goes to the trail; safe to repeat */
  record: (messages: readonly BaseMessage[], last?: { attempt: number }) => void
  failPoint(name: string): Promise<void>
  now: () => Date
}
