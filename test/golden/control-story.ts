import type { ControlEvent } from '../../contracts/events.ts'
import { recordStory } from './record-story.ts'

const schema = { type: 'object', properties: { id: { type: 'string' } } }
const definition = { name: 'shop.get_order', inputSchema: schema, annotations: { readOnlyHint: true }, hash: 'h1' }
const changed = { ...definition, description: 'Reads', hash: 'h2' }
const contract = { name: 'support.refund@1', description: 'A refund', request: schema, result: schema }
const card = { name: 'support', description: 'Answers', version: '1', graph: 'graph-1', contracts: [contract] }
const removed = { file: 'company.yaml', field: '', before: '', after: null, effect: 'looser' } as const
const time = '2026-11-23T11:59:00.000Z'

const evidence = {
  since: '2026-08-25T12:00:00.000Z',
  suggestions: 35,
  accepted: 35,
  people: ['ann', 'bob'],
  fastestMs: 4000,
  tools: [{ tool: 'shop.refund_order', suggestions: 35, least: null, most: null }],
}

/** What a control log of this release can hold, heads apart: those are signed over all logs. */
export const controlStory: ControlEvent[] = [
  {
    type: 'PolicyApplied',
    data: { digest: 'policy-1', files: { 'company.yaml': 'name: acme\n' }, difference: [], by: 'start', second: null },
  },
  {
    type: 'PolicyProposed',
    data: { proposal: 'p_1', from: 'policy-1', digest: 'policy-2', files: {}, difference: [removed], person: 'ann' },
  },
  {
    type: 'PolicyApplied',
    data: { digest: 'policy-2', files: {}, difference: [removed], by: 'ann', second: 'emil' },
  },
  { type: 'ModeSet', data: { workflow: 'refunds', mode: 'act-low-risk', person: 'ann', note: '', how: 'by hand' } },
  {
    type: 'PromotionsLooked',
    data: {
      day: '2026-11-23',
      proposals: [{ workflow: 'refunds', from: 'act-low-risk', to: 'autonomous', evidence }],
    },
  },
  {
    type: 'ModeSet',
    data: {
      workflow: 'refunds',
      mode: 'autonomous',
      person: 'ann',
      note: '',
      how: 'promotion',
      earned: { from: 'act-low-risk', evidence },
    },
  },
  {
    type: 'ModeSet',
    data: {
      workflow: 'refunds',
      mode: 'act-low-risk',
      person: 'supervisor',
      note: 'wrong',
      how: 'wrong-outcome',
      lost: { from: 'autonomous', goal: 'g_1', effect: null },
    },
  },
  { type: 'ToolsOffered', data: { system: 'shop', tools: [definition] } },
  { type: 'ToolsOffered', data: { system: 'shop', tools: [changed] } },
  {
    type: 'ToolDefinitionAccepted',
    data: {
      tool: 'shop.get_order',
      hash: 'h2',
      previous: 'h1',
      difference: [{ field: 'description', before: null, after: '"Reads"' }],
      person: 'ann',
    },
  },
  { type: 'AgentOffered', data: { card } },
  {
    type: 'ProbeRecorded',
    data: { probe: { tool: 'shop.get_order', definition: 'h1', passed: true, said: 'one call', at: time } },
  },
  { type: 'Halted', data: { halt: 'h_1', scope: 'tool:shop.get_order', reads: false, person: 'ann', note: 'look' } },
  { type: 'CommandRefusedHere', data: { command: 'c1', kind: 'lift', person: 'emil', code: 'FORBIDDEN' } },
  {
    type: 'HaltsListed',
    data: {
      day: '2026-11-24',
      halts: [{ halt: 'h_1', scope: 'tool:shop.get_order', reads: false, since: time, by: 'ann', goals: null }],
    },
  },
  { type: 'Lifted', data: { halt: 'h_1', person: 'ann', note: '' } },
  ...recordStory,
]
