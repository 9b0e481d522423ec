import type { Mode } from '../../contracts/events/goal-events.ts'
import type { ControlEvent, Recorded } from '../../contracts/events.ts'
import type { Proposal } from '../../contracts/events/mode-events.ts'
import { goalScopes } from '../../contracts/halt.ts'
import { evolveRecord, noRecordState, type RecordState } from './record-state.ts'
import type { AgentCard, Halt, ProbeResult, ToolDefinition } from '../../contracts/platform.ts'

/** A policy that one person proposed and a second one has yet to apply. */
export type PolicyProposal = { id: string; digest: string; from: string; person: string; at: string }

/** What the control log says now: replaying it gives this, and nothing else does. */
export type ControlState = {
  version: number
  /** digest of the policy in force; '' before the first PolicyApplied */
  policy: string
  policies: ReadonlyMap<string, Record<string, string>>
  proposals: readonly PolicyProposal[]
  /** by digest of a policy, the definitions that it is compiled against: those taken while it was last in force */
  catalogues: ReadonlyMap<string, ReadonlyMap<string, ToolDefinition>>
  modes: ReadonlyMap<string, Mode>
  /** by workflow, when trust was last lost: what was shown before it counts no more */
  lost: ReadonlyMap<string, string>
  /** what the last look of the day proposed, less what was done since */
  promotions: { day: string; proposals: readonly Proposal[] }
  halts: readonly Halt[]
  /** the day of the last list of halts, '' before the first */
  haltsListed: string
  /** definitions as they are offered now, by tool */
  tools: ReadonlyMap<string, ToolDefinition>
  /** definitions as they were taken, by tool: what policy is compiled against, whatever a system says later */
  taken: ReadonlyMap<string, ToolDefinition>
  /** by tool, the hash that was taken: the first one seen */
  accepted: ReadonlyMap<string, string>
  /** by contract name */
  cards: ReadonlyMap<string, AgentCard>
  probes: ReadonlyMap<string, ProbeResult>
  heads: { root: string; count: number }
  /** version of the last HeadsSigned */
  headsAt: number
  record: RecordState
}

export const noControl: ControlState = {
  version: 0,
  policy: '',
  policies: new Map(),
  proposals: [],
  catalogues: new Map(),
  modes: new Map(),
  lost: new Map(),
  promotions: { day: '', proposals: [] },
  halts: [],
  haltsListed: '',
  tools: new Map(),
  taken: new Map(),
  accepted: new Map(),
  cards: new Map(),
  probes: new Map(),
  heads: { root: '', count: 0 },
  headsAt: 0,
  record: noRecordState,
}

const put = <V>(map: ReadonlyMap<string, V>, ...entries: [string, V][]): ReadonlyMap<string, V> =>
  new Map([...map, ...entries])

export const evolveControl = (before: ControlState, event: Recorded<ControlEvent>): ControlState => {
  const state = { ...before, version: event.meta.version }
  switch (event.type) {
    case 'PolicyApplied': {
      const { digest, files } = event.data
      return {
        ...state,
        policy: digest,
        policies: put(state.policies, [digest, files]),
        // A proposal differs from one policy: under another it would say something else.
        proposals: [],
        catalogues: put(state.catalogues, [digest, state.taken]),
      }
    }
    case 'PolicyProposed': {
      const { proposal: id, digest, from, person } = event.data
      const proposal = { id, digest, from, person, at: event.meta.at }
      // The same files proposed again stand once, from then on, by whoever proposed them last.
      const others = state.proposals.filter((one) => one.digest !== digest)
      return { ...state, proposals: [...others, proposal] }
    }
    case 'ModeSet': {
      const { workflow, mode, lost } = event.data
      const proposals = state.promotions.proposals.filter((one) => one.workflow !== workflow)
      return {
        ...state,
        modes: put(state.modes, [workflow, mode]),
        promotions: { ...state.promotions, proposals },
        lost: lost === undefined ? state.lost : put(state.lost, [workflow, event.meta.at]),
      }
    }
    case 'PromotionsLooked':
      return { ...state, promotions: event.data }
    case 'Halted': {
      const { halt, scope, reads, person } = event.data
      return { ...state, halts: [...state.halts, { id: halt, scope, reads, at: event.meta.at, by: person }] }
    }
    case 'HaltsListed':
      return { ...state, haltsListed: event.data.day }
    case 'Lifted':
      return { ...state, halts: state.halts.filter((halt) => halt.id !== event.data.halt) }
    case 'ToolsOffered': {
      const { system, tools } = event.data
      const kept = [...state.tools].filter(([name]) => !name.startsWith(`${system}.`))
      const fresh = tools.filter((tool) => !state.accepted.has(tool.name))
      const taken = put(state.taken, ...fresh.map((tool): [string, ToolDefinition] => [tool.name, tool]))
      return {
        ...state,
        tools: new Map([...kept, ...tools.map((tool) => [tool.name, tool] as const)]),
        taken,
        catalogues: put(state.catalogues, [state.policy, taken]),
        accepted: put(state.accepted, ...fresh.map((tool): [string, string] => [tool.name, tool.hash])),
      }
    }
    case 'ToolDefinitionAccepted': {
      const { tool, hash } = event.data
      const offered = state.tools.get(tool)
      if (offered?.hash !== hash) return state
      const taken = put(state.taken, [tool, offered])
      return {
        ...state,
        taken,
        catalogues: put(state.catalogues, [state.policy, taken]),
        accepted: put(state.accepted, [tool, hash]),
      }
    }
    case 'AgentOffered': {
      const { card } = event.data
      return {
        ...state,
        cards: put(state.cards, ...card.contracts.map((one): [string, AgentCard] => [one.name, card])),
      }
    }
    case 'ProbeRecorded':
      return { ...state, probes: put(state.probes, [event.data.probe.tool, event.data.probe]) }
    case 'HeadsSigned':
      return {
        ...state,
        heads: { root: event.data.root, count: event.data.count },
        headsAt: event.meta.version,
      }
    case 'Quarantined': {
      const { quarantine: id } = event.data
      // Everything that heeds a halt heeds this: no admission, no effect; reads and look-ups go on.
      const halt: Halt = { id, scope: 'everything', reads: false, at: event.meta.at, by: 'supervisor' }
      return { ...state, halts: [...state.halts, halt], record: evolveRecord(state.record, event) }
    }
    case 'Restored': {
      const halts = state.halts.filter((halt) => halt.id !== event.data.quarantine)
      return { ...state, halts, record: evolveRecord(state.record, event) }
    }
    case 'SubjectErasing':
    case 'SubjectErased':
    case 'DeadRetried':
    case 'RetentionRun':
    case 'KeyRotated':
      return { ...state, record: evolveRecord(state.record, event) }
    case 'CommandRefusedHere':
      return state
    default:
      return event satisfies never
  }
}

/** Is this halted: the goal, its workflow, the agent, the tool, its system, or everything? */
export const haltedBy = (
  halts: readonly Halt[],
  what: { goal?: string; workflow?: string; agent?: string; tool?: string },
): Halt | undefined => {
  const system = what.tool === undefined ? undefined : what.tool.slice(0, what.tool.indexOf('.'))
  const scopes = new Set([
    'everything',
    ...goalScopes(what.goal ?? ''),
    `workflow:${what.workflow ?? ''}`,
    `agent:${what.agent ?? ''}`,
    `tool:${what.tool ?? ''}`,
    `system:${system ?? ''}`,
  ])
  return halts.find((halt) => scopes.has(halt.scope))
}
