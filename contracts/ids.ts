import { z } from 'zod'

/**
 * Ids are opaque to their readers; ours are one NATS token each, so that a subject may carry them. A part of a goal
 * that was split is `<id>/1` to `<id>/5`, and what is named after it may go on from there.
 */
export const Id = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,80}(?:\/[1-9][A-Za-z0-9_-]{0,80})?$/, 'letters, digits, _ and -, at most 80')
export type Id = z.infer<typeof Id>

/** `finance.check-refund@1`: the agent's name, what is asked, the version. */
export const ContractName = z.string().regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*@\d+$/, 'agent.what@version')
export type ContractName = z.infer<typeof ContractName>

/** `shop.refund_order`: the system and its tool. */
export const ToolName = z.string().regex(/^[a-z][a-z0-9-]*\.[A-Za-z0-9_.-]+$/, 'system.tool')
export type ToolName = z.infer<typeof ToolName>

/** The address of a trail object: keyed HMAC-SHA-256, hex. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'a digest of 64 hex digits')
export type Digest = z.infer<typeof Digest>

/** Agent that a contract is asked of. */
export const agentOfContract = (contract: string): string => contract.slice(0, contract.indexOf('.'))

/** System that a tool belongs to. */
export const systemOfTool = (tool: string): string => tool.slice(0, tool.indexOf('.'))
