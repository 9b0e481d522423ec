import { z } from 'zod'
import { Id } from '../ids.ts'
import { AgentCard, HaltScope, ProbeResult, ToolDefinition } from '../platform.ts'
import { Mode } from './goal-events.ts'

/** The record of what belongs to no goal: `control/<company>`. Policy files are text that people write: kept whole. */
export const controlEvents = {
  PolicyApplied: z.strictObject({
    digest: z.string(),
    files: z.record(z.string(), z.string()),
    by: z.string(),
  }),
  ModeSet: z.strictObject({
    workflow: z.string(),
    mode: Mode,
    person: z.string(),
    note: z.string(),
    how: z.literal('by hand'),
  }),
  Halted: z.strictObject({
    halt: Id,
    scope: HaltScope,
    reads: z.boolean(),
    person: z.string(),
    note: z.string(),
  }),
  Lifted: z.strictObject({ halt: Id, person: z.string(), note: z.string() }),
  ToolsOffered: z.strictObject({ system: Id, tools: z.array(ToolDefinition) }),
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
  CommandRefusedHere: z.strictObject({ command: Id, kind: z.string(), person: z.string(), code: z.string() }),
} as const
