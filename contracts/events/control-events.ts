import { z } from 'zod'
import { DefinitionChange } from '../definition-difference.ts'
import { Id, ToolName } from '../ids.ts'
import { PolicyChange } from '../policy-change.ts'
import { AgentCard, HaltScope, ProbeResult, ToolDefinition } from '../platform.ts'
import { modeEvents } from './mode-events.ts'
import { recordEvents } from './record-events.ts'

const policy = {
  digest: z.string(),
  files: z.record(z.string(), z.string()),
  /** field by field, against the policy in force before */
  difference: z.array(PolicyChange),
}

/** The record of what belongs to no goal: `control/<company>`. Policy files are text that people write: kept whole. */
export const controlEvents = {
  ...recordEvents,
  PolicyApplied: z.strictObject({
    ...policy,
    /** a person, or `start`: the embedded run applied its folder */
    by: z.string(),
    /** who applied what the other had proposed; null where one person was enough */
    second: z.string().nullable(),
  }),
  /** waits for a second person; void once another policy is in force than the one that it differs `from` */
  PolicyProposed: z.strictObject({ proposal: Id, from: z.string(), ...policy, person: z.string() }),
  ...modeEvents,
  Halted: z.strictObject({
    halt: Id,
    scope: HaltScope,
    reads: z.boolean(),
    person: z.string(),
    note: z.string(),
  }),
  /** once a day while anything is halted since before that day */
  HaltsListed: z.strictObject({
    day: z.string(),
    halts: z.array(
      z.strictObject({
        halt: Id,
        scope: HaltScope,
        reads: z.boolean(),
        since: z.string(),
        by: z.string(),
        /** open goals under it; null of an agent, tool or system */
        goals: z.int().nonnegative().nullable(),
      }),
    ),
  }),
  Lifted: z.strictObject({ halt: Id, person: z.string(), note: z.string() }),
  ToolsOffered: z.strictObject({ system: Id, tools: z.array(ToolDefinition) }),
  /** from now on this definition counts; another one than is offered now is not accepted */
  ToolDefinitionAccepted: z.strictObject({
    tool: ToolName,
    hash: z.string(),
    previous: z.string(),
    difference: z.array(DefinitionChange),
    person: z.string(),
  }),
  AgentOffered: z.strictObject({ card: AgentCard }),
  ProbeRecorded: z.strictObject({ probe: ProbeResult }),
  HeadsSigned: z.strictObject({
    root: z.string(),
    previous: z.string(),
    heads: z.array(z.strictObject({ log: z.string(), version: z.int().positive(), hash: z.string() })),
    at: z.string(),
    count: z.int().nonnegative(),
    sig: z.string(),
  }),
  CommandRefusedHere: z.strictObject({
    command: Id,
    kind: z.string(),
    person: z.string(),
    code: z.string(),
    /** faults of a policy that was to be applied, by file and line */
    issues: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  }),
} as const
