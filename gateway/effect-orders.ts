import type { BusLog } from '../bus/bus-log.ts'
import { randomUUID } from 'node:crypto'
import type {
  AuthoriseRequest,
  EffectOrder,
  EffectResult,
  FactRead,
  OrderedRead,
} from '../contracts/tools.ts'
import { authoriseInRounds, type AskSupervisor } from './authorise.ts'
import type { RunEffect } from './effect.ts'
import { failAt } from './fail-points.ts'
import type { Performer } from './performer.ts'
import type { Systems } from './systems.ts'
import { ordered } from './trail.ts'

type Run = Extract<EffectOrder, { kind: 'run' }>
type Settle = Extract<EffectOrder, { kind: 'settle' }>
type Check = Extract<EffectOrder, { kind: 'check' }>
type Claim = Extract<AuthoriseRequest, { op: 'claim' }>
type Looked = NonNullable<Claim['lookup']>

/** What keeps a look-up from being sent and passes by itself: the question stays open, the supervisor orders it again. */
const passing: ReadonlySet<string> = new Set(['SYSTEM_DOWN', 'HALTED', 'NOT_READY'])

type Deps = {
  gateway: string
  systems: Systems
  performer: Performer
  ask: AskSupervisor
  run: RunEffect
  publish: (result: EffectResult) => Promise<void>
  log: BusLog
}

/**
 * What the supervisor orders on `remit.effects`. Resolves when the order may be acknowledged: its claim is decided, or
 * its answer stored. An order that is left lying is ordered again by the supervisor's timer.
 * @throws RemitError when the supervisor cannot be asked: the order is to be delivered again
 */
export const createEffectOrders = (deps: Deps): ((order: EffectOrder) => Promise<void>) => {
  const { gateway, systems, performer } = deps

  const readFor =
    (goal: string, why: 'fact' | 'lookup' | 'check') =>
    (order: OrderedRead): ReturnType<Performer['fact']> =>
      performer.fact(order, { target: { tool: order.tool, goal }, owner: ordered(goal), why })

  /** '' says that the system is there and the tool is gone; undefined that nothing can be said now. */
  const definitionNow = (tool: string): string | undefined => {
    const hash = systems.find(tool)?.tool.definition.hash
    if (hash !== undefined) return hash
    const system = systems.systemOf(tool)
    return system && !system.state().reachable ? undefined : ''
  }

  const claim = async ({ goal, effect, tool }: Run | Settle, settles?: { claim: number; lookup: Looked }) => {
    const definition = definitionNow(tool)
    if (definition === undefined) {
      deps.log.warn({ goal, effect, tool }, 'the system is out of reach; the order is left for later')
      return
    }
    const asked = { op: 'claim', id: randomUUID(), gateway, goal, effect, definition } as const
    const following = settles ? { lookup: settles.lookup, settles: settles.claim } : {}
    const read = readFor(goal, 'fact')
    const decision = await authoriseInRounds(
      deps.ask,
      (facts) => ({ ...asked, facts, ...following }),
      async (order) => (await read(order)).fact,
    )
    if (decision.do !== 'run') {
      const code = 'code' in decision ? decision.code : undefined
      deps.log.info({ goal, effect, answer: decision.do, code }, 'the effect is not run now')
      return
    }
    // Not awaited: the claim is in the record, and its lease sees to it from here.
    const origin = {
      target: { tool, goal },
      owner: ordered(goal),
      definition,
      repeats: settles !== undefined,
    }
    deps
      .run(decision, origin)
      .catch((error: unknown) =>
        deps.log.error({ effect, error: String(error) }, 'an effect ended without a result'),
      )
  }

  const settle = async (order: Settle): Promise<void> => {
    const { goal, effect, lookup } = order
    if (!lookup) return claim(order, { claim: order.claim, lookup: 'none' })
    const { fact, outcome } = await readFor(goal, 'lookup')({ as: 'lookup', ...lookup })
    await failAt('gateway.after-lookup')
    if (outcome.kind === 'answered' && !fact.error) {
      const sent = { v: 1, id: randomUUID(), gateway, goal } as const
      return deps.publish({ ...sent, kind: 'settlement', effect, claim: order.claim, found: fact })
    }
    if (outcome.kind === 'unsent' && passing.has(outcome.code)) {
      deps.log.warn(
        { goal, effect, code: outcome.code },
        'nothing can be looked up now; left for the next order',
      )
      return undefined
    }
    // Only the tool's own 'no such record' is absence; whatever else it said leaves the question open.
    const absent = outcome.kind === 'refused' && outcome.fault === 'not_found'
    return claim(order, { claim: order.claim, lookup: absent ? 'absent' : 'unreadable' })
  }

  const check = async ({ goal, check: number, reads }: Check): Promise<void> => {
    const facts: FactRead[] = []
    const read = readFor(goal, 'check')
    for (const order of reads) facts.push((await read(order)).fact)
    await failAt('gateway.after-check')
    await deps.publish({ v: 1, id: randomUUID(), gateway, goal, kind: 'check', check: number, facts })
  }

  return (order) => {
    switch (order.kind) {
      case 'run':
        return claim(order)
      case 'settle':
        return settle(order)
      case 'check':
        return check(order)
    }
  }
}
