import { z } from 'zod'
import { Id, ToolName } from './ids.ts'
import { DurationText } from './policy-grammar.ts'

const Args = z.record(z.string(), z.unknown())

/**
 * Whether something leaves the company by this tool. `false`: nothing does. `to` and `body`: the arguments that say
 * where it goes and what it says. `true`, or no mark at all: anything may go anywhere, so a person is always asked.
 */
export const Sends = z.union([
  z.boolean(),
  z.strictObject({ to: z.array(z.string().min(1)).min(1), body: z.array(z.string().min(1)).default([]) }),
])
export type Sends = z.infer<typeof Sends>

/**
 * What is known of one tool. `reads` says what its answer holds: `private`, what the company knows itself, or
 * `untrusted`, what somebody outside may have written; without a mark it is untrusted. A tool without a class is a write; annotations of its server may raise that, never
 * lower it. `shape` is JSON Schema of the answer where the tool has none of its own. `probe` is a call on a sandbox
 * record that harms nothing, made twice with one key to see whether the key is honoured.
 */
export const SystemTool = z.strictObject({
  class: z.enum(['read', 'write']).optional(),
  sends: Sends.optional(),
  reads: z.enum(['private', 'untrusted']).optional(),
  shape: z.record(z.string(), z.unknown()).optional(),
  probe: z
    .strictObject({ args: Args, lookup: z.strictObject({ tool: ToolName, args: Args }).optional() })
    .optional(),
})
export type SystemTool = z.infer<typeof SystemTool>

/**
 * systems.yaml: where each system is, by exactly one of `url` (MCP over HTTP), `command` (MCP over stdio) and `sandbox`
 * (a sample system that the embedded run starts itself and whose address and token it passes). Secrets by file only.
 */
export const System = z
  .strictObject({
    name: Id,
    url: z.url({ protocol: /^https?$/ }).optional(),
    command: z.array(z.string()).min(1).optional(),
    sandbox: z.string().min(1).optional(),
    token_file: z.string().min(1).optional(),
    timeout: DurationText.default(30_000),
    max_bytes: z.int().positive().max(100_000_000).default(1_000_000),
    tools: z.record(z.string(), SystemTool).default({}),
  })
  .superRefine((system, context) => {
    const ways = [system.url, system.command, system.sandbox].filter((way) => way !== undefined)
    if (ways.length !== 1)
      context.addIssue({ code: 'custom', message: 'exactly one of url, command and sandbox' })
  })
export type System = z.infer<typeof System>
export const Systems = z.strictObject({ systems: z.array(System) })
export type Systems = z.infer<typeof Systems>
