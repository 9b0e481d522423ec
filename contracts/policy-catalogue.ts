import type { JsonSchema } from './canonical-args.ts'

/** What a system says of one of its tools. `class` is what the gateway was told, if anything. */
export type CatalogueTool = {
  inputSchema: JsonSchema
  outputSchema?: JsonSchema | undefined
  annotations?: Readonly<Record<string, unknown>> | undefined
  class?: 'read' | 'write' | undefined
  hash: string
}
/** By full name, `shop.get_order`: every tool that any system offers. */
export type ToolCatalogue = Readonly<Record<string, CatalogueTool>>
/** Agents that workers offer, with their contracts; leave it out where nobody can know (a check without workers). */
export type AgentCatalogue = Readonly<Record<string, readonly string[]>>
