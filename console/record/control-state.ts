import { readControlEvent } from '../../contracts/events.ts'
import type { ModeSet, Proposal } from '../../contracts/events/mode-events.ts'
import type { AgentCard, Halt, ToolDefinition } from '../../contracts/platform.ts'
import type { Store } from '../../store/port.ts'
import type { PolicyProposal } from '../../contracts/http/answers.ts'
import { findControlLog } from './control-log.ts'
import { keepBaselines, type Baseline } from './baselines.ts'
import { readPolicy } from './read-policy.ts'
import type { Policy } from './read-policy.ts'

/** What the control log says now: policies by digest, modes, halts, agents and tools on offer. */
export type ControlState = {
  log: string
  version: number
  policy: Policy | null
  policies: Record<string, Policy>
  /** policies that wait for a second person */
  proposals: PolicyProposal[]
  modes: Record<string, string>
  /** how each mode came to be, by workflow */
  modeSet: Record<string, ModeSet & { at: string }>
  promotions: { at: string; proposals: Proposal[] }
  /** by workflow: its baseline, and which policy brought it */
  baselines: Record<string, Baseline>
  halts: Record<string, Halt & { note: string }>
  agents: Record<string, AgentCard>
  tools: Record<string, ToolDefinition>
  /** the definitions that count: the first seen, or those that people accepted since */
  taken: Record<string, ToolDefinition>
}

const empty = (log: string): ControlState => ({
  log,
  version: 0,
  policy: null,
  policies: {},
  proposals: [],
  modes: {},
  modeSet: {},
  promotions: { at: '', proposals: [] },
  baselines: {},
  halts: {},
  agents: {},
  tools: {},
  taken: {},
})

const fold = (state: ControlState, event: ReturnType<typeof readControlEvent>): void => {
  state.version = event.meta.version
  switch (event.type) {
    case 'PolicyApplied':
      state.policy = readPolicy(event.data, event.meta.at)
      state.policies[event.data.digest] = state.policy
      keepBaselines(state.baselines, state.policy)
      state.proposals = []
      return
    case 'PolicyProposed':
      state.proposals = [
        ...state.proposals.filter(({ digest }) => digest !== event.data.digest),
        { ...event.data, at: event.meta.at },
      ]
      return
    case 'ModeSet':
      state.modes[event.data.workflow] = event.data.mode
      state.modeSet[event.data.workflow] = { ...event.data, at: event.meta.at }
      state.promotions = {
        ...state.promotions,
        proposals: state.promotions.proposals.filter((one) => one.workflow !== event.data.workflow),
      }
      return
    case 'Halted': {
      const { halt, scope, reads, person, note } = event.data
      state.halts[halt] = { id: halt, scope, reads, at: event.meta.at, by: person, note }
      return
    }
    case 'Lifted':
      delete state.halts[event.data.halt]
      return
    case 'ToolsOffered':
      for (const tool of event.data.tools) {
        state.tools[tool.name] = tool
        state.taken[tool.name] ??= tool
      }
      return
    case 'ToolDefinitionAccepted': {
      const { tool, hash } = event.data
      const offered = state.tools[tool]
      if (offered?.hash === hash) state.taken[tool] = offered
      return
    }
    case 'AgentOffered':
      state.agents[event.data.card.name] = event.data.card
      return
    case 'PromotionsLooked':
      state.promotions = { at: event.meta.at, proposals: event.data.proposals }
      return
    case 'Quarantined': {
      const { quarantine, reason } = event.data
      const note = reason === 'restored' ? 'restored from a backup' : 'the store is behind a published head'
      const halt = { id: quarantine, scope: 'everything', reads: false, at: event.meta.at, by: 'supervisor' }
      state.halts[quarantine] = { ...halt, note: `quarantine: ${note}` }
      return
    }
    case 'Restored':
      delete state.halts[event.data.quarantine]
      return
    case 'SubjectErasing':
    case 'SubjectErased':
    case 'DeadRetried':
    case 'RetentionRun':
    case 'KeyRotated':
    case 'HaltsListed':
    case 'ProbeRecorded':
    case 'HeadsSigned':
    case 'CommandRefusedHere':
      return
    default:
      event satisfies never
  }
}

/** Answers the state after all events committed so far; reads only what is new since the last time. */
export const controlReader = (store: Pick<Store, 'logs' | 'load'>): (() => Promise<ControlState>) => {
  let state: ControlState | undefined
  let reading: Promise<ControlState> = Promise.resolve(empty(''))
  const catchUp = async (): Promise<ControlState> => {
    const current = state ?? empty(await findControlLog(store))
    for (const event of await store.load(current.log, current.version)) fold(current, readControlEvent(event))
    state = current
    return current
  }
  return () => {
    // One reader at a time: two that fold the same events at once would be harmless today and a riddle tomorrow.
    reading = reading.then(catchUp, catchUp)
    return reading
  }
}
