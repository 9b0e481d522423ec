import { createHash } from 'node:crypto'
import type { ToolAnswer } from '../contracts/tools.ts'
import type { Grant } from '../contracts/work.ts'
import { authoriseInRounds, type AskSupervisor, type Decision } from './authorise.ts'
import type { RunEffect } from './effect.ts'
import type { Performer } from './performer.ts'
import type { PinnedTool } from './pinned-tool.ts'

export type Propose = (
  request: string,
  grant: Grant,
  tool: PinnedTool,
  args: Record<string, unknown>,
) => Promise<
  { at: 'settled'; answer: ToolAnswer } | { at: 'running'; effect: string; answer: Promise<ToolAnswer> }
>

type Deps = { gateway: string; ask: AskSupervisor; performer: Performer; run: RunEffect }

/**
 * The id of a proposal: the worker's own id of its request, bound to who asks, so that no agent comes to be told the
 * answer to another's request by using its id; and to this gateway, so that when a worker asks again and another
 * gateway hears it, that one is not given the order that this one is running.
 */
const proposalId = (gateway: string, request: string, grant: Grant): string => {
  const { goal, task, attempt, agent, worker } = grant
  const name = JSON.stringify([gateway, goal, task, attempt, agent, worker, request])
  return createHash('sha256').update(name).digest('hex').slice(0, 40)
}

/** How often facts that had become old while they were judged are read anew before the agent is told. */
const mostReadings = 3

/** An agent's call of a write tool is a proposal. What comes of it is the supervisor's word. */
export const createPropose =
  ({ gateway, ask, performer, run }: Deps): Propose =>
  async (request, grant, tool, args) => {
    const { goal, task, attempt, agent, worker, workflow } = grant
    const { name, hash: definition } = tool.definition
    const owner = { goal, task, attempt }
    const target = { tool: name, goal, agent, workflow }
    const id = proposalId(gateway, request, grant)
    const asked = { id, gateway, goal, task, attempt, agent, worker, tool: name, args, definition }
    const rounds = (): Promise<Decision> =>
      authoriseInRounds(
        ask,
        (facts) => (facts.length === 0 ? { op: 'propose', ...asked } : { op: 'facts', ...asked, facts }),
        async (order) =>
          (await performer.fact(order, { target: { ...target, tool: order.tool }, owner, why: 'fact' })).fact,
      )
    let decision = await rounds()
    for (let reading = 1; decision.do === 'later' && reading < mostReadings; reading += 1)
      decision = await rounds()
    switch (decision.do) {
      case 'answer':
        return { at: 'settled', answer: decision.answer }
      case 'run': {
        const answer = run(decision, { target, owner, definition, repeats: false })
        return { at: 'running', effect: decision.effect, answer }
      }
      case 'drop':
      case 'later':
        return {
          at: 'settled',
          answer: { status: 'error', code: decision.code, message: 'Ask again later.' },
        }
      case 'extended':
      case 'calls':
        return {
          at: 'settled',
          answer: {
            status: 'error',
            code: 'INTERNAL',
            message: `the supervisor answered '${decision.do}' to a proposal`,
          },
        }
    }
  }
