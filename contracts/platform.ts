import { z } from 'zod'
import { Notice } from './notices.ts'
import { ContractName, Id, ToolName } from './ids.ts'
import { Instant } from './envelope.ts'
import { Submission } from './submission.ts'
import { RaisedKind } from './events/raised.ts'
import { Halt, HaltScope } from './halt.ts'
import { recordCommands } from './record-commands.ts'

export { Halt, HaltScope }

export { intakeLimit, Rejected, Submission, Submitted } from './submission.ts'

const jsonSchema = z.record(z.string(), z.unknown())

/** A tool as its system defines it. `hash` = SHA-256 of canonical JSON of the other fields but `class`. */
export const ToolDefinition = z.strictObject({
  name: ToolName,
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: jsonSchema,
  outputSchema: jsonSchema.optional(),
  annotations: z.record(z.string(), z.unknown()).optional(),
  hash: z.string(),
})
export type ToolDefinition = z.infer<typeof ToolDefinition>

/** What a probe with one key called twice on a sandbox record showed. */
export const ProbeResult = z.strictObject({
  tool: ToolName,
  definition: z.string(),
  passed: z.boolean(),
  said: z.string(),
  at: Instant,
})
export type ProbeResult = z.infer<typeof ProbeResult>

export const AgentCard = z.strictObject({
  name: Id,
  description: z.string(),
  version: z.string(),
  /** digest of graph and prompt: another one on resume starts a new attempt from the journal */
  graph: z.string(),
  contracts: z.array(
    z.strictObject({ name: ContractName, description: z.string(), request: jsonSchema, result: jsonSchema }),
  ),
})
export type AgentCard = z.infer<typeof AgentCard>

/** `remit.offers.<name>`, request at start and on change; repeated offers are harmless. */
export const Offer = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('gateway'),
    gateway: Id,
    systems: z.array(
      z.strictObject({
        name: Id,
        reachable: z.boolean(),
        error: z.string().optional(),
        tools: z.array(ToolDefinition),
      }),
    ),
    probes: z.array(ProbeResult),
  }),
  z.strictObject({ from: z.literal('worker'), worker: Id, agents: z.array(AgentCard) }),
])
export type Offer = z.infer<typeof Offer>
export const OfferAnswer = z.strictObject({
  ok: z.literal(true),
  /** offers that are not taken, e.g. a name@version with another schema */
  refused: z.array(z.strictObject({ name: z.string(), code: z.string(), message: z.string() })),
})
export type OfferAnswer = z.infer<typeof OfferAnswer>

/** Where a system is and how its tools may be called; secrets by reference to a file or variable only. */
export const SystemSetting = z.strictObject({
  name: Id,
  url: z.string().optional(),
  command: z.array(z.string()).optional(),
  tokenFile: z.string().optional(),
  timeoutSeconds: z.number().positive(),
  maxBytes: z.int().positive(),
  /** tools that the policy knows as reads; every other tool is a write */
  reads: z.array(z.string()),
  /** how a write tool takes its idempotency key: `args.<name>`, `_meta.<key>` or `header.<name>` */
  idempotency: z.record(
    z.string(),
    z.strictObject({ pass: z.string(), keepsSeconds: z.number().positive() }),
  ),
  /** sandbox record on which the key is probed: tool and arguments of a call that harms nothing */
  probe: z.array(
    z.strictObject({
      tool: z.string(),
      args: z.record(z.string(), z.unknown()),
      lookup: z.strictObject({ tool: z.string(), args: z.record(z.string(), z.unknown()) }).optional(),
    }),
  ),
})
export type SystemSetting = z.infer<typeof SystemSetting>

export const ModelSetting = z.strictObject({
  name: z.string(),
  /** millionths of the currency unit per 1,000,000 tokens */
  input: z.int().nonnegative(),
  output: z.int().nonnegative(),
  currency: z.string(),
  maxTokens: z.int().positive(),
})
export type ModelSetting = z.infer<typeof ModelSetting>

/** `remit.settings`, request. */
export const SettingsRequest = z.strictObject({ who: Id, have: z.string().optional() })
export const Settings = z.strictObject({
  ok: z.literal(true),
  /** changes with anything below; halts and modes too */
  version: z.string(),
  company: z.string(),
  systems: z.array(SystemSetting),
  models: z.array(ModelSetting),
  halts: z.array(Halt),
  /** definitions that people accepted, by tool; another one now means: refuse until accepted */
  accepted: z.record(z.string(), z.string()),
  /** SPKI PEM of the key that signs grants */
  grantKey: z.string(),
  now: Instant,
})
export type Settings = z.infer<typeof Settings>

/** `remit.control`, publish: something in the settings changed, or all is well (every 3 s). */
export const ControlBeat = z.strictObject({
  v: z.literal(1),
  version: z.string(),
  halts: z.array(Halt),
  at: Instant,
})
export type ControlBeat = z.infer<typeof ControlBeat>

const body = {
  submit: z.strictObject({ submission: Submission, tour: z.boolean().optional() }),
  decide: z.strictObject({
    goal: Id,
    approval: Id,
    decision: z.enum(['approve', 'reject']),
    note: z.string().max(4000).optional(),
    args: z.record(z.string(), z.unknown()).optional(),
  }),
  again: z.strictObject({ goal: Id, effect: Id, note: z.string().max(4000).optional() }),
  'by-person': z.strictObject({
    goal: Id,
    effect: Id,
    reference: z.string().min(1),
    /** false: a person found out that it did not happen */
    happened: z.boolean().optional(),
    amount: z.strictObject({ amount: z.string(), currency: z.string() }).optional(),
  }),
  cancel: z.strictObject({ goal: Id, note: z.string().max(4000).optional() }),
  resume: z.strictObject({ goal: Id, note: z.string().min(1).max(4000) }),
  /** `by`: '10 EUR' of money or cost, '2h' of wall_time, a count of the rest */
  'top-up': z.strictObject({
    goal: Id,
    kind: RaisedKind,
    by: z.string().min(1).max(60),
    note: z.string().min(1).max(4000),
  }),
  resolve: z.strictObject({ goal: Id, note: z.string().min(1).max(4000), result: z.unknown().optional() }),
  flag: z.strictObject({ goal: Id, note: z.string().min(1).max(4000) }),
  review: z.strictObject({
    goal: Id,
    verdict: z.enum(['right', 'wrong']),
    note: z.string().min(1).max(4000).optional(),
  }),
  reverse: z.strictObject({ goal: Id, effect: Id, reference: z.string().min(1).max(4000) }),
  halt: z.strictObject({ scope: HaltScope, reads: z.boolean(), note: z.string().max(4000).optional() }),
  lift: z.strictObject({ halt: Id, note: z.string().max(4000).optional() }),
  mode: z.strictObject({
    workflow: z.string(),
    mode: z.enum(['suggest', 'act-low-risk', 'autonomous']),
    note: z.string().min(1).max(4000),
  }),
  promote: z.strictObject({ workflow: z.string(), note: z.string().max(4000).optional() }),
  demote: z.strictObject({ workflow: z.string(), note: z.string().min(1).max(4000) }),
  apply: z.strictObject({ files: z.record(z.string(), z.string()) }),
  'accept-tool': z.strictObject({
    tool: ToolName,
    /** of the definition that the person was shown */
    hash: z.string(),
  }),
  /** how it went to tell somebody; said by the console of itself, not by the person */
  told: Notice.omit({ v: true, id: true, person: true, attempt: true }).extend({
    notice: Id,
    code: z.string().max(100),
  }),
  probe: z.strictObject({ system: Id }),
}
/**
 * `activeMs`: how long the person was active on the page that the command came from, idle stretches of over two
 * minutes left out; absent over API and command line. The supervisor holds it to what can be true.
 */
const command = {
  v: z.literal(1),
  id: Id,
  at: Instant,
  person: Id,
  activeMs: z.int().nonnegative().optional(),
}
/**
 * `remit.commands`, JetStream, console -> supervisor. On the wire: `{ signed: <JSON text>, signature: <base64url
 * Ed25519 over its bytes> }`, so that what was signed is byte for byte what is parsed.
 */
export const PersonCommand = z.discriminatedUnion('kind', [
  z.strictObject({ ...command, kind: z.literal('submit'), body: body.submit }),
  z.strictObject({ ...command, kind: z.literal('decide'), body: body.decide }),
  z.strictObject({ ...command, kind: z.literal('again'), body: body.again }),
  z.strictObject({ ...command, kind: z.literal('by-person'), body: body['by-person'] }),
  z.strictObject({ ...command, kind: z.literal('cancel'), body: body.cancel }),
  z.strictObject({ ...command, kind: z.literal('resume'), body: body.resume }),
  z.strictObject({ ...command, kind: z.literal('top-up'), body: body['top-up'] }),
  z.strictObject({ ...command, kind: z.literal('resolve'), body: body.resolve }),
  z.strictObject({ ...command, kind: z.literal('flag'), body: body.flag }),
  z.strictObject({ ...command, kind: z.literal('review'), body: body.review }),
  z.strictObject({ ...command, kind: z.literal('reverse'), body: body.reverse }),
  z.strictObject({ ...command, kind: z.literal('halt'), body: body.halt }),
  z.strictObject({ ...command, kind: z.literal('lift'), body: body.lift }),
  z.strictObject({ ...command, kind: z.literal('mode'), body: body.mode }),
  z.strictObject({ ...command, kind: z.literal('promote'), body: body.promote }),
  z.strictObject({ ...command, kind: z.literal('demote'), body: body.demote }),
  z.strictObject({ ...command, kind: z.literal('apply'), body: body.apply }),
  z.strictObject({ ...command, kind: z.literal('accept-tool'), body: body['accept-tool'] }),
  z.strictObject({ ...command, kind: z.literal('told'), body: body.told }),
  z.strictObject({ ...command, kind: z.literal('probe'), body: body.probe }),
  ...recordCommands(command),
])
export type PersonCommand = z.infer<typeof PersonCommand>
export const SignedCommand = z.strictObject({ signed: z.string(), signature: z.string() })
export type SignedCommand = z.infer<typeof SignedCommand>
