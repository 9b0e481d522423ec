import type { TakeOutcome } from '../decider/commands.ts'
import { call, claim, digest, outcome, park, propose } from '../decider/samples-for-test.ts'
import { someEarlier, someJudgement } from './judgements-for-test.ts'
import { fresh, now, send, tools, type Belief, type World } from './world-for-test.ts'

/** Takes a task that is or was ordered; two workers may hold the same message. */
export const takeTask = (world: World): void => {
  const { dice } = world
  const orders = world.orders.filter((order) => order.kind === 'task')
  const order = dice.once(3) ? dice.pick(orders) : orders.at(-1)
  if (order?.kind !== 'task') return
  const { task, attempt, agent } = order.message
  const worker = dice.pick(['w1', 'w2']) ?? 'w1'
  const slice = { tokens: 100, cost: 10 }
  const ledger = { ok: true as const, holder: fresh(world, 'slice'), warned: [], reservations: [] }
  const over = { at: now(world), until: now(world, 30), task, attempt, worker, slice, ledger }
  const answer = send(world, claim(over))
  if (answer?.kind === 'claimed') world.beliefs.push({ task, attempt, worker, agent })
}

/** Mostly the newest thing that a worker believes, now and then an old one: a zombie. */
const belief = (world: World): Belief | undefined =>
  world.dice.once(6) ? world.dice.pick(world.beliefs) : world.beliefs.at(-1)

export const proposeCall = (world: World): void => {
  const { dice, state } = world
  const held = belief(world)
  const tool = dice.pick(tools)
  if (!held || !tool || state === null) return
  const key = digest(`key${dice.roll(2)}`)
  const base = `${tool.name} ${key}`
  const ordinal = state.ordinals[base] ?? 1
  const effect = `${tool.name.replace('.', '-')}-${key.slice(6, 8)}-${ordinal}`
  const { task, attempt, worker, agent } = held
  const command = propose({
    at: now(world),
    until: now(world, 30),
    call: call({
      effect,
      base,
      ordinal,
      task,
      attempt,
      key,
      agent: dice.once(20) ? 'other' : agent,
      tool: tool.name,
      args: digest(`args${dice.roll(2)}`),
    }),
    worker,
    gateway: dice.pick(['gw1', 'gw2']) ?? 'gw1',
    definition: world.definition,
    definitionAccepted: world.accepted,
    halted: world.halted,
    listed: world.listed,
    judgement: dice.once(12) ? null : someJudgement(dice),
    prior: someEarlier(dice),
    state: `facts${dice.roll(3)}`,
    approval: fresh(world, 'a'),
  })
  const answer = send(world, command)
  if (answer?.kind === 'run')
    world.runs.push({
      effect,
      tool: tool.name,
      claim: answer.claim,
      gateway: command.gateway,
      until: world.clock + 3e4,
      did: null,
    })
}

export const parkTask = (world: World): void => {
  const { dice, state } = world
  const held = belief(world)
  if (!held || state === null) return
  const open = Object.values(state.effects).filter((effect) => effect.status !== 'done')
  const waiting = open.filter(() => !dice.once(3)).map((effect) => effect.id)
  if (dice.once(15)) waiting.push('e_unknown')
  send(
    world,
    park({ at: now(world), ...held, waiting, used: { tokens: dice.roll(150), cost: dice.roll(20) } }),
  )
}

export const useBudget = (world: World): void => {
  const { dice } = world
  const held = belief(world)
  if (!held) return
  const { task, attempt, worker } = held
  const base = { at: now(world), task, attempt, worker, why: digest('why') }
  const ledger = dice.once(12)
    ? { ok: false as const, key: 'agent', kind: 'tokens', asked: '50', left: '0' }
    : { ok: true as const, holder: fresh(world, 'draw'), warned: [], reservations: [] }
  const slice = { tokens: 50, cost: 5 }
  const out = Object.keys(world.state?.calls.out ?? {})
  const kind = dice.roll(4)
  if (kind === 0) send(world, { type: 'Draw', ...base, slice, ledger })
  else if (kind === 1) send(world, { type: 'Settle', ...base, used: { tokens: dice.roll(80), cost: 3 } })
  else if (kind === 2) send(world, { type: 'Calls', ...base, want: 1 + dice.roll(5) })
  else
    send(world, {
      type: 'CallsReturned',
      ...base,
      calls: 1 + dice.roll(4),
      holder: dice.pick(out) ?? 'calls',
    })
}

const entry = (world: World): { task: string; agent: string; contract: string; input: string } => {
  const agent = world.dice.pick(['support', 'finance', 'stranger']) ?? 'support'
  return { task: fresh(world, 't'), agent, contract: `${agent}.work@1`, input: digest('input') }
}

const someOutcome = (world: World): TakeOutcome['outcome'] => {
  const { dice, state } = world
  const effects = Object.keys(state?.effects ?? {})
  const kind = dice.roll(11)
  switch (state?.routed === false && kind > 5 && kind < 9 ? 0 : kind) {
    case 0: {
      const ok = {
        ok: true as const,
        workflow: 'refunds',
        policy: 'p',
        ...entry(world),
      }
      return { kind: 'route', to: dice.once(6) ? { ok: false, code: 'NOT_ADMITTED' } : ok }
    }
    case 1: {
      const handoff = `h${dice.roll(6)}`
      const ok = { ok: true as const, handoff, note: digest('note'), ...entry(world) }
      return { kind: 'handoff', to: dice.once(8) ? { ok: false, code: 'UNKNOWN_CONTRACT' } : ok }
    }
    case 9:
    case 10: {
      if (state?.routed === false) {
        const intents = Array.from({ length: dice.once(8) ? 6 : 2 + dice.roll(3) }, () => ({
          workflow: 'refunds',
          contract: 'support.refund@1',
        }))
        const caps = { together: [], each: { handoffs: null, toolCalls: null, attempts: null } }
        return { kind: 'split', to: { ok: true, intents, caps } }
      }
      const children = Array.from({ length: dice.once(20) ? 9 : 1 + dice.roll(2) }, () => ({
        ...entry(world),
        contract: `${dice.pick(['support', 'finance']) ?? 'support'}.work-${dice.roll(4)}@1`,
        handoff: `d${dice.roll(30)}`,
        tokens: dice.once(4) ? 50 + dice.roll(300) : null,
        calls: dice.once(4) ? 1 + dice.roll(8) : null,
      }))
      const ok = {
        ok: true as const,
        delegation: fresh(world, 'd'),
        due: now(world, 60 + dice.roll(7200)),
        children,
      }
      return { kind: 'delegate', to: dice.once(15) ? { ok: false, code: 'UNKNOWN_CONTRACT' } : ok }
    }
    case 2:
      return { kind: 'declined', effect: dice.once(2) ? null : (dice.pick(effects) ?? null) }
    case 3:
      return { kind: 'escalate' }
    case 4:
      return { kind: 'failed', code: 'AGENT_FAILED' }
    default:
      return { kind: 'concluded', ok: !dice.once(6) }
  }
}

export const finish = (world: World): void => {
  const held = belief(world)
  if (!held) return
  const { task, attempt, worker } = held
  const used = { tokens: world.dice.roll(200), cost: world.dice.roll(20) }
  send(world, outcome(someOutcome(world), { at: now(world), task, attempt, worker, used }))
}
