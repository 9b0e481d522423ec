import { randomUUID } from 'node:crypto'
import type { Bus } from '../../bus/connect.ts'
import { AuthoriseAnswer, type AuthoriseRequest, type FactRead } from '../../contracts/tools.ts'
import { ask, shopReads, type Reads } from './played-values.fixture.ts'

/** A gateway as the test plays it: it asks, reads what it is ordered to read, and says what it likes of results. */
export const playGateway = (gateway: Bus) => {
  const authorise = async (request: AuthoriseRequest): Promise<AuthoriseAnswer> =>
    AuthoriseAnswer.parse(await ask(gateway, gateway.subjects.authorise, request))
  const readAll = (
    reads: { as: string; tool: string; args: Record<string, unknown> }[],
    from: Reads,
  ): FactRead[] =>
    reads.map((read) => ({ ...read, at: new Date().toISOString(), value: from(read.tool, read.args) }))
  /** As a gateway does it: the same question again with all facts, until the answer asks for no more. */
  const inRoundsWith = async (
    answering: (request: AuthoriseRequest) => Promise<AuthoriseAnswer>,
    asked: (facts: FactRead[]) => AuthoriseRequest,
    from: Reads = shopReads,
  ): Promise<AuthoriseAnswer> => {
    const facts: FactRead[] = []
    for (let round = 0; round < 6; round += 1) {
      const answer = await answering(asked(facts))
      if (answer.do !== 'read') return answer
      facts.push(...readAll(answer.reads, from))
    }
    throw new Error('more than six rounds')
  }
  const inRounds = (asked: (facts: FactRead[]) => AuthoriseRequest, from: Reads = shopReads) =>
    inRoundsWith(authorise, asked, from)
  type Call = { goal: string; task: string; args: Record<string, unknown> } & Partial<{
    id: string
    gateway: string
    agent: string
    worker: string
    attempt: number
    tool: string
    definition: string
    from: Reads
  }>
  const propose = (call: Call): Promise<AuthoriseAnswer> => {
    const { from, ...given } = call
    const asked = {
      id: randomUUID(),
      gateway: 'gw-1',
      attempt: 1,
      agent: 'support',
      worker: 'w1',
      tool: 'shop.refund_order',
      definition: 'sample',
      ...given,
    }
    return inRounds(
      (facts) => (facts.length === 0 ? { op: 'propose', ...asked } : { op: 'facts', ...asked, facts }),
      from,
    )
  }
  const claimEffect = (
    goal: string,
    effect: string,
    more: Partial<{
      id: string
      gateway: string
      definition: string
      settles: number
      lookup: 'none' | 'absent' | 'unreadable'
      from: Reads
    }> = {},
  ): Promise<AuthoriseAnswer> => {
    const { from, ...given } = more
    const asked = {
      op: 'claim',
      id: randomUUID(),
      gateway: 'gw-1',
      goal,
      effect,
      definition: 'sample',
      ...given,
    } as const
    return inRounds((facts) => ({ ...asked, facts }), from)
  }
  const result = (
    goal: string,
    effect: string,
    claim: number,
    more: Partial<{
      status: 'done' | 'failed' | 'unclear'
      gateway: string
      value: unknown
      verify: unknown
    }> = {},
  ) => {
    const gatewayName = more.gateway ?? 'gw-1'
    return gateway.publish(
      gateway.subjects.results(gatewayName),
      {
        v: 1,
        id: randomUUID(),
        gateway: gatewayName,
        goal,
        kind: 'result',
        effect,
        claim,
        status: 'done',
        value: {},
        ...more,
      },
      { msgId: randomUUID() },
    )
  }
  return { authorise, inRoundsWith, propose, claimEffect, result }
}
