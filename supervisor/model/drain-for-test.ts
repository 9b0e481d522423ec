import { ordersOf, type Order } from '../reactor/orders-of.ts'
import { timersOf } from '../reactor/timers-of.ts'
import { viewOf } from '../reactor/view-of.ts'
import {
  byPerson,
  cancel,
  claim,
  claimEffect,
  decision,
  digest,
  outcome,
  people,
  resolve,
  judgement,
} from '../decider/samples-for-test.ts'
import { execute, report, settleOrder } from './gateway-moves-for-test.ts'
import { fire } from './other-moves-for-test.ts'
import { fresh, now, send, type World } from './world-for-test.ts'

/** Who is there at the end: everybody; or gateways and people only; people are always needed, so never nobody. */
export type Present = { workers: boolean; approves: boolean }

const work = (world: World, order: Extract<Order, { kind: 'task' }>): void => {
  const { task, attempt } = order.message
  const held = { task, attempt, worker: 'w9' }
  send(world, claim({ at: now(world), until: now(world, 30), ...held }), true)
  const route = {
    ok: true as const,
    workflow: 'refunds',
    policy: 'p',
    task: fresh(world, 't'),
    agent: 'support',
    contract: 'support.refund@1',
    input: digest('in'),
  }
  const routed = world.state?.routed === true
  const what = routed ? { kind: 'concluded' as const, ok: true } : { kind: 'route' as const, to: route }
  send(world, outcome(what, { at: now(world), ...held }), true)
}

const run = (world: World, order: Extract<Order, { kind: 'run' }>): void => {
  const { effect, tool } = order
  const amount = world.state?.effects[effect]?.amount ?? null
  const command = claimEffect({
    at: now(world),
    until: now(world, 30),
    effect,
    gateway: 'gw9',
    definition: world.definition,
    approval: fresh(world, 'a'),
    judgement: judgement({ amount, mode: 'suggest' }),
  })
  const answer = send(world, command, true)
  if (answer?.kind !== 'run') return
  const started = {
    effect,
    tool,
    claim: answer.claim,
    gateway: 'gw9',
    until: world.clock + 30_000,
    did: null,
  }
  world.runs.push(started)
  execute(world, started)
  report(world, started, true)
}

const take = (world: World, order: Order, { workers }: Present): void => {
  if (order.kind === 'task') return workers ? work(world, order) : undefined
  if (order.kind === 'run') return run(world, order)
  if (order.kind === 'settle') return settleOrder(world, order, true)
  const verdict = { kind: 'holds' as const }
  send(world, { type: 'Checked', at: now(world), check: order.check, verdict, why: digest('why') }, true)
}

/** What a person does with what stands in the inbox: looks into the system, then ends the goal; decides calls. */
const act = (world: World, { approves }: Present): void => {
  const { state } = world
  if (state === null) return
  for (const item of viewOf(state, false, 'lead').inbox) {
    const by = { at: now(world), command: fresh(world, 'c') }
    if (item.kind === 'approval') {
      const answer = approves ? 'approve' : 'reject'
      for (const person of [people.bob, people.cleo])
        send(world, decision({ ...by, person, approval: item.id, decision: answer }), true)
      continue
    }
    for (const effect of Object.values(state.effects)) {
      const happened = (world.journal.get(effect.id) ?? 0) > 0
      if (effect.status === 'unknown') send(world, byPerson({ ...by, effect: effect.id, happened }), true)
    }
    const underWay = Object.values(world.state?.effects ?? {}).some(
      (effect) => effect.status === 'executing' || effect.status === 'settling',
    )
    if (!underWay) send(world, resolve({ ...by, person: people.bob }), true)
  }
}

/** Orders are taken, people act, and when nothing else moves the next timer fires. Answers the rounds it took. */
export const drain = (world: World, present: Present, most: number): number => {
  world.halted = false
  world.listed = true
  world.accepted = true
  for (let round = 1; round <= most; round += 1) {
    const before = world.state
    if (before === null) return 0
    const known = world.log.length
    for (const order of ordersOf(before)) take(world, order, present)
    act(world, present)
    if (world.state?.status === 'ended') return round
    // A decision that was refused is in the record, and moves nothing: then time passes.
    const moved = world.log.slice(known).some((event) => event.type !== 'CommandRefused')
    if (moved || world.state === null) continue
    const [next] = [...timersOf(world.state, world.terms).values()]
      .filter((timer) => timer.kind !== 'order')
      .toSorted((a, b) => (a.due < b.due ? -1 : 1))
    if (next === undefined) {
      // No worker for it and no time of its own: readiness names the agent, and a person gives up.
      send(world, cancel({ at: now(world), command: fresh(world, 'c'), person: people.bob }), true)
      continue
    }
    world.clock = Math.max(world.clock, Date.parse(next.due))
    fire(world, next, true)
  }
  const last = world.log.slice(-8).map((event) => `${event.type} ${JSON.stringify(event.data)}`)
  throw new Error(`after ${most} rounds the goal is still ${world.state?.status}:\n${last.join('\n')}`)
}
