import { createHash } from 'node:crypto'
import { canonicalJson } from '../contracts/canonical-json.ts'
import type { CallRecord, FactRead, OrderedRead } from '../contracts/tools.ts'
import type { CallOutcome } from './call-outcome.ts'
import type { CallTarget } from './halted-by.ts'
import { passKey } from './pass-key.ts'
import type { SettingsKeeper } from './settings-keeper.ts'
import type { FoundTool, Systems } from './systems.ts'
import { isRead } from './tool-class.ts'
import type { Trail, TrailOwner } from './trail.ts'

export type ReadAsked = { target: CallTarget; owner: TrailOwner; why: CallRecord['why'] }

export type Performer = {
  /** a read of a known tool with arguments that were checked; in the trail whatever comes of it */
  read(found: FoundTool, args: Readonly<Record<string, unknown>>, asked: ReadAsked): Promise<CallOutcome>
  /** a read that the supervisor ordered, as the fact it asked for. Never throws: what went wrong is in the fact. */
  fact(order: OrderedRead, asked: ReadAsked): Promise<{ fact: FactRead; outcome: CallOutcome }>
}

type Deps = { systems: Systems; settings: SettingsKeeper; trail: Trail }

const instant = (): string => new Date().toISOString()

/** What of an outcome goes into the trail. */
export const recorded = (outcome: CallOutcome): Pick<CallRecord, 'result' | 'error'> =>
  outcome.kind === 'answered' ? { result: outcome.value } : { error: outcome }

/** Sixteen facts travel in one message: one that is larger than this is no fact but a document. */
const largestFact = 60 * 1024

const factOf = (what: Omit<FactRead, 'value' | 'hash' | 'error'>, outcome: CallOutcome): FactRead => {
  if (outcome.kind !== 'answered') return { ...what, error: { code: outcome.code, message: outcome.message } }
  const text = canonicalJson(outcome.value)
  const size = Buffer.byteLength(text)
  return size > largestFact
    ? { ...what, error: { code: 'BAD_OUTPUT', message: `${size} bytes; a fact has at most ${largestFact}` } }
    : { ...what, value: outcome.value, hash: createHash('sha256').update(text).digest('hex') }
}

/** Performs reads: under the halts, within time and size, checked against the tool's own schemas. */
export const createPerformer = ({ systems, settings, trail }: Deps): Performer => {
  const read: Performer['read'] = async ({ tool, system }, args, { target, owner, why }) => {
    const started = instant()
    const outcome = await system.call(tool, {
      ...passKey(args, null),
      timeoutMs: system.setting.timeoutSeconds * 1000,
      beforeWrite: () => settings.mayCall(target, 'read'),
    })
    const name = tool.definition.name
    trail(owner, { tool: name, args, ...recorded(outcome), why, started, ended: instant() })
    return outcome
  }

  /** Why a read that was ordered is not even tried. */
  const obstacle = (found: FoundTool | undefined, order: OrderedRead): CallOutcome | undefined => {
    const unsent = (
      code: 'SYSTEM_DOWN' | 'UNKNOWN_TOOL' | 'TOOL_NOT_ALLOWED' | 'DEFINITION_CHANGED' | 'BAD_ARGUMENTS',
      message: string,
    ): CallOutcome => ({ kind: 'unsent', code, message })
    if (!found) {
      const reachable = systems.systemOf(order.tool)?.state().reachable === true
      return unsent(reachable ? 'UNKNOWN_TOOL' : 'SYSTEM_DOWN', order.tool)
    }
    const { tool, system } = found
    if (!isRead(system.setting, tool)) return unsent('TOOL_NOT_ALLOWED', `${order.tool} is no read`)
    const accepted = settings.current().accepted[order.tool]
    if (accepted !== undefined && accepted !== tool.definition.hash)
      return unsent('DEFINITION_CHANGED', order.tool)
    const check = tool.checkInput(tool.canonical(order.args))
    return check.ok ? undefined : unsent('BAD_ARGUMENTS', check.words)
  }

  const readOrdered = async (order: OrderedRead, asked: ReadAsked): Promise<CallOutcome> => {
    const found = systems.find(order.tool)
    const stop = obstacle(found, order)
    if (stop || !found) return stop ?? { kind: 'unsent', code: 'UNKNOWN_TOOL', message: order.tool }
    if (!(await settings.fresh()))
      return { kind: 'unsent', code: 'NOT_READY', message: 'the supervisor is silent' }
    return read(found, found.tool.canonical(order.args), asked)
  }

  return {
    read,
    async fact(order, asked) {
      // When the reading began, by the earlier of two clocks: what was settled after that may not be in its answer, and
      // a fact that seems newer than it is would be judged on.
      const at = new Date(Math.min(Date.now(), settings.now())).toISOString()
      const outcome = await readOrdered(order, asked)
      const what = { as: order.as, tool: order.tool, args: order.args, at }
      return { fact: factOf(what, outcome), outcome }
    },
  }
}
