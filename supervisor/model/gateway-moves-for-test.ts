import type { Checked } from '../decider/commands.ts'
import type { ClaimEffect } from '../decider/effect-commands.ts'
import { claimEffect, digest, result, settlement } from '../decider/samples-for-test.ts'
import type { Order } from '../reactor/orders-of.ts'
import { peopleNow, someEarlier, someJudgement } from './judgements-for-test.ts'
import { fresh, now, send, tools, type Run, type World } from './world-for-test.ts'

export const toolOf = (name: string): (typeof tools)[number] =>
  tools.find((tool) => tool.name === name) ?? { name, lookup: false, honoursKey: false }

/** A claim on an ordered effect, with everything that may have changed since it was approved. */
export const someClaim = (world: World, effect: string, over: Partial<ClaimEffect> = {}): ClaimEffect => {
  const { dice } = world
  const amount = world.state?.effects[effect]?.amount ?? null
  return claimEffect({
    at: now(world),
    until: now(world, 30),
    effect,
    gateway: dice.pick(['gw1', 'gw2']) ?? 'gw1',
    definition: world.definition,
    definitionAccepted: world.accepted,
    halted: world.halted,
    listed: world.listed,
    judgement: dice.once(8) ? null : someJudgement(dice, dice.once(8) ? undefined : amount),
    prior: someEarlier(dice),
    state: `facts${dice.roll(3)}`,
    approval: fresh(world, 'a'),
    people: peopleNow(dice),
    ...over,
  })
}

const claimRun = (world: World, command: ClaimEffect, tool: string): void => {
  const answer = send(world, command)
  if (answer?.kind !== 'run') return
  const { effect, gateway } = command
  world.runs.push({ effect, tool, claim: answer.claim, gateway, until: world.clock + 30_000, did: null })
}

/** Looks up by our own reference, where the tool can; truly, or not at all. */
export const settleOrder = (
  world: World,
  order: Extract<Order, { kind: 'settle' }>,
  honest = false,
): void => {
  const { dice } = world
  const { effect, claim } = order
  const tool = toolOf(order.tool)
  const unreadable = !honest && dice.once(6)
  if (tool.lookup && !unreadable && (world.journal.get(effect) ?? 0) > 0) {
    send(world, settlement({ at: now(world), effect, claim }), honest)
    return
  }
  const lookup = tool.lookup ? (unreadable ? 'unreadable' : 'absent') : 'none'
  const repeatable = tool.honoursKey && !dice.once(4)
  claimRun(world, someClaim(world, effect, { settles: claim, lookup, repeatable }), order.tool)
}

export const takeOrder = (world: World): void => {
  const { dice } = world
  const orders = world.orders.filter((order) => order.kind !== 'task')
  const order = dice.once(4) ? dice.pick(orders) : orders.at(-1)
  if (order === undefined) return
  if (order.kind === 'run') claimRun(world, someClaim(world, order.effect), order.tool)
  else if (order.kind === 'settle') settleOrder(world, order)
  else {
    const verdicts: Checked['verdict'][] = [
      { kind: 'holds' },
      { kind: 'holds' },
      { kind: 'fails', code: 'CHECK_FAILED' },
      { kind: 'more', reads: digest(`reads${dice.roll(3)}`) },
    ]
    const verdict = dice.pick(verdicts) ?? { kind: 'holds' }
    send(world, { type: 'Checked', at: now(world), check: order.check, verdict, why: digest('why') })
  }
}

/** The call on the real system, before the lease is over; a tool that honours the key does it once. */
export const execute = (world: World, run: Run | undefined): void => {
  if (!run || run.did !== null || world.clock >= run.until) return
  run.did = true
  const before = world.journal.get(run.effect) ?? 0
  if (before === 0 || !toolOf(run.tool).honoursKey) world.journal.set(run.effect, before + 1)
}

/** What a gateway says of a claim, in time or long after; never what did not happen. */
export const report = (world: World, run: Run | undefined, honest = false): void => {
  const { dice } = world
  if (!run) return
  run.did ??= false
  const unclear = !honest && dice.once(4)
  const { effect, claim, gateway } = run
  const base = { at: now(world), effect, claim, gateway, code: 'TOOL_FAILED' }
  // A tool that says yes and does nothing is found out by the verify read.
  const lies = !honest && dice.once(6)
  if (unclear) send(world, result({ ...base, status: 'unclear', verified: null }), honest)
  else if (run.did) send(world, result({ ...base, verified: !lies }), honest)
  else if (lies) send(world, result({ ...base, verified: false }), honest)
  else send(world, result({ ...base, status: 'failed', verified: null }), honest)
}

export const runOne = (world: World): void => {
  const run = world.dice.once(4) ? world.dice.pick(world.runs) : world.runs.at(-1)
  if (world.dice.once(2)) execute(world, run)
  else report(world, run)
}
