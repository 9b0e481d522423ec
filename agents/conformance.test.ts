import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect } from 'chai'
import { AgentCard } from '../contracts/platform.ts'
import type { CallAnswer, Contract, PlaybookMove, PlaybookView } from './define-agent.ts'
import { discoverAgents } from './discover.ts'

const agents = await discoverAgents(new URL('./', import.meta.url))
const mostMoves = 12
const workflow = {
  name: 'refunds',
  description: 'Refund requests for orders',
  examples: ['refund, it arrived broken'],
  contract: 'support.refund@1',
}
const everyContract = new Map(
  agents.flatMap((agent) => agent.contracts.map((one) => [one.name, one.requestSchema])),
)

type World = (tool: string, known: unknown) => CallAnswer
const worlds: Record<string, World> = {
  'every call succeeds': (_, result) => ({ status: 'result', result }),
  'every call is refused': () => ({
    status: 'refused',
    code: 'NOT_ALLOWED',
    message: 'no',
    final: false,
    effect: 'e1',
  }),
  'every call fails': () => ({ status: 'error', code: 'SYSTEM_DOWN', message: 'down' }),
  'every call answers nonsense': () => ({ status: 'result', result: [null, 'x'] }),
  'writes are refused by a person': (tool, result) =>
    tool.includes('refund_order')
      ? { status: 'refused', code: 'REJECTED', message: 'not this one', final: true, effect: 'e1' }
      : { status: 'result', result },
}

/** Plays a playbook to its end; every call must be of a tool that was offered. */
const play = (
  playbook: (view: PlaybookView) => PlaybookMove,
  view: PlaybookView,
  answers: Readonly<Record<string, unknown>>,
  world: World,
) => {
  const said: { tool: string; args: Record<string, unknown>; answer: CallAnswer }[] = []
  for (let moves = 1; moves <= mostMoves; moves += 1) {
    const before = JSON.stringify({ ...view, said })
    const move = playbook({ ...view, said })
    expect(JSON.stringify(playbook({ ...view, said })), 'a playbook is a pure function').to.equal(
      JSON.stringify(move),
    )
    expect(JSON.stringify({ ...view, said })).to.equal(before)
    if (move.do !== 'call') return move
    expect(move.calls).not.to.have.length(0)
    for (const { tool, args } of move.calls) {
      expect([...view.tools]).to.include(tool)
      said.push({ tool, args, answer: world(tool, answers[tool]) })
    }
  }
  throw new Error(`no end after ${mostMoves} moves`)
}

const viewOf = (
  contract: Contract,
  goal: string,
  payload: unknown,
  tools: string[],
  handoffs: string[],
): PlaybookView => ({
  contract: contract.name,
  goal,
  payload,
  notes: [],
  journal: [],
  instructions: [],
  checkFailed: null,
  workflows: contract.name.startsWith('triage.') ? [workflow] : [],
  tools: new Set(tools),
  handoffs: new Map(handoffs.map((name) => [name, everyContract.get(name) ?? {}])),
  delegates: new Map(),
  delegations: [],
  said: [],
})

const ajv = new Ajv2020({ strict: false })
addFormats.default(ajv)

describe('every agent that discovery finds', () => {
  it('is found: triage, support and finance', () => {
    expect(agents.map((agent) => agent.name)).to.include.members(['finance', 'support', 'triage'])
  })
  for (const agent of agents) {
    describe(agent.name, () => {
      it('has a card that the platform takes, and a prompt', () => {
        const { name, description, version } = agent
        const contracts = agent.contracts.map((one) => ({
          name: one.name,
          description: one.description,
          request: one.requestSchema,
          result: one.resultSchema,
        }))
        expect(AgentCard.safeParse({ name, description, version, graph: 'g', contracts }).error).to.equal(
          undefined,
        )
        expect(agent.systemPrompt.length).to.be.within(100, 4000)
      })
      for (const contract of agent.contracts) {
        it(`${contract.name}: its schemas compile and take its examples, which there are`, () => {
          const request = ajv.compile(contract.requestSchema)
          ajv.compile(contract.resultSchema)
          expect(contract.examples).not.to.have.length(0)
          for (const example of contract.examples)
            expect(request(example.request), JSON.stringify(request.errors)).to.equal(true)
        })
        for (const [name, world] of Object.entries(worlds))
          it(`${contract.name}: its playbook ends on every example where ${name}`, () => {
            const result = ajv.compile(contract.resultSchema)
            for (const example of contract.examples)
              for (const handoffs of [[], [...everyContract.keys()]])
                for (const tools of [[], Object.keys(example.answers)]) {
                  const view = viewOf(contract, example.goal, example.request, tools, handoffs)
                  const end = play(agent.playbook, view, example.answers, world)
                  if (end.do === 'conclude')
                    expect(result(end.result), JSON.stringify(result.errors)).to.equal(true)
                  if (end.do === 'handoff' || end.do === 'route') {
                    const to = end.do === 'handoff' ? end.contract : workflow.contract
                    const valid = ajv.compile(everyContract.get(to) ?? false)
                    if (end.do === 'handoff') expect(handoffs).to.include(to)
                    expect(valid(end.payload), JSON.stringify([end.payload, valid.errors])).to.equal(true)
                  }
                }
          })
      }
    })
  }
})
