import type { BusLog } from '../bus/bus-log.ts'
import { randomUUID } from 'node:crypto'
import type { CallRecord, EffectResult, FactRead, RunOrder, ToolAnswer } from '../contracts/tools.ts'
import type { AskSupervisor } from './authorise.ts'
import type { CallOutcome } from './call-outcome.ts'
import { Withheld } from './dispatch.ts'
import { effectAnswer, effectStatus } from './effect-outcome.ts'
import { failAt } from './fail-points.ts'
import type { CallTarget } from './halted-by.ts'
import { keepLease, type Lease } from './lease.ts'
import { passKey, type KeyedCall } from './pass-key.ts'
import { recorded, type Performer } from './performer.ts'
import type { SettingsKeeper } from './settings-keeper.ts'
import type { FoundTool, Systems } from './systems.ts'
import type { Trail, TrailOwner } from './trail.ts'

/** What the gateway knows of an order beside the order itself. */
export type RunOrigin = {
  target: CallTarget
  owner: TrailOwner
  /** the tool's definition that the supervisor was told when it gave this claim */
  definition: string
  /** a claim before this one may have been carried out */
  repeats: boolean
}

export type RunEffect = (order: RunOrder, origin: RunOrigin) => Promise<ToolAnswer>

type Deps = {
  gateway: string
  systems: Systems
  settings: SettingsKeeper
  performer: Performer
  ask: AskSupervisor
  trail: Trail
  /** resolves with the result's PubAck */
  publish: (result: EffectResult) => Promise<void>
  log: BusLog
}

type Ready = { found: FoundTool; call: KeyedCall }
const unsent = (
  code: 'UNKNOWN_TOOL' | 'SYSTEM_DOWN' | 'DEFINITION_CHANGED' | 'BAD_ARGUMENTS',
  message: string,
) => ({
  kind: 'unsent' as const,
  code,
  message,
})

/** An effect from the supervisor's order to its result, in the one order that it has. */
export const createRunEffect = (deps: Deps): RunEffect => {
  const { gateway, systems, settings, performer } = deps

  /** The tool is there, as it was judged, and takes these arguments. */
  const prepare = (order: RunOrder, origin: RunOrigin): Ready | CallOutcome => {
    const found = systems.find(order.tool)
    if (!found) {
      const up = systems.systemOf(order.tool)?.state().reachable === true
      return unsent(up ? 'UNKNOWN_TOOL' : 'SYSTEM_DOWN', order.tool)
    }
    if (found.tool.definition.hash !== origin.definition) return unsent('DEFINITION_CHANGED', order.tool)
    const call = passKey(found.tool.canonical(order.args), order.key)
    const check = found.tool.checkInput(call.args)
    return check.ok ? { found, call } : unsent('BAD_ARGUMENTS', check.words)
  }

  const lookBeforeWrite = (lease: Lease, target: CallTarget) => (): void => {
    if (lease.expired()) throw new Withheld('LEASE_LOST', 'the lease ran out before the call was sent')
    settings.mayCall(target, 'write')
  }

  const perform = async ({ found, call }: Ready, order: RunOrder, origin: RunOrigin, lease: Lease) => {
    const started = new Date().toISOString()
    const outcome = await found.system.call(found.tool, {
      ...call,
      meta: { ...call.meta, traceparent: order.traceparent, 'remit.dev/effect-id': order.effect },
      timeoutMs: order.timeoutSeconds * 1000,
      beforeWrite: lookBeforeWrite(lease, origin.target),
    })
    const record: CallRecord = {
      tool: order.tool,
      args: call.args,
      ...recorded(outcome),
      why: 'effect',
      effect: order.effect,
      started,
      ended: new Date().toISOString(),
    }
    deps.trail(origin.owner, record)
    return outcome
  }

  const verify = async (order: RunOrder, { target, owner }: RunOrigin): Promise<FactRead | undefined> => {
    if (!order.verify) return undefined
    const { tool, args } = order.verify
    const asked = { target: { ...target, tool }, owner, why: 'verify' as const }
    return (await performer.fact({ as: 'verify', tool, args }, asked)).fact
  }

  const extend =
    ({ goal, effect, claim }: RunOrder) =>
    async (): Promise<string | undefined> => {
      const answer = await deps.ask({ op: 'extend', id: randomUUID(), gateway, goal, effect, claim })
      return answer.do === 'extended' ? answer.until : undefined
    }

  return async (order, origin) => {
    const { goal, effect, claim } = order
    await failAt('gateway.after-claim')
    const ready = prepare(order, origin)
    const lease = keepLease({ until: order.until, now: settings.now, extend: extend(order), log: deps.log })
    try {
      await failAt('gateway.before-call')
      // Its answer is not looked at here: the last look before the write refuses after silence.
      await settings.fresh()
      const outcome = 'found' in ready ? await perform(ready, order, origin, lease) : ready
      await failAt('gateway.after-call')
      const status = effectStatus(outcome, origin.repeats)
      const verified = status.status === 'done' ? await verify(order, origin) : undefined
      await failAt('gateway.after-verify')
      await deps.publish({
        v: 1,
        id: randomUUID(),
        gateway,
        goal,
        kind: 'result',
        effect,
        claim,
        ...status,
        ...(verified ? { verify: verified } : {}),
      })
      await failAt('gateway.after-result')
      return effectAnswer(effect, status, verified)
    } finally {
      lease.stop()
    }
  }
}
