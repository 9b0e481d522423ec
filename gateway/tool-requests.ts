import type { BusLog } from '../bus/bus-log.ts'
import { toRemitError } from '../contracts/errors.ts'
import type { ToolAnswer, ToolList, ToolRequest } from '../contracts/tools.ts'
import type { Grant } from '../contracts/work.ts'
import type { CallOutcome } from './call-outcome.ts'
import type { CallSlices } from './call-slices.ts'
import { checkArguments } from './check-arguments.ts'
import { Withheld } from './dispatch.ts'
import { offeredTool } from './offered-tool.ts'
import type { Performer } from './performer.ts'
import type { Propose } from './propose.ts'
import type { SettingsKeeper } from './settings-keeper.ts'
import type { FoundTool, Systems } from './systems.ts'
import { answerOf, failed, refused } from './tool-answers.ts'
import { isRead, keyPassOf } from './tool-class.ts'
import { verifyGrant } from './verify-grant.ts'

type Call = Extract<ToolRequest, { op: 'call' }>
export type HandleToolRequest = (agent: string, request: ToolRequest) => Promise<ToolAnswer | ToolList>

type Deps = {
  settings: SettingsKeeper
  systems: Systems
  performer: Performer
  slices: CallSlices
  propose: Propose
  log: BusLog
  /** how long an agent waits for a call that goes on; then it is told to wait and the effect goes on alone */
  patienceMs: number
}

const readAnswer = (outcome: CallOutcome): ToolAnswer =>
  outcome.kind === 'answered'
    ? { status: 'result', result: outcome.value }
    : failed(outcome.code, outcome.message)

/** What agents ask on `remit.tools.<agent>`: the tools of their grant, and calls of them. Refusals are answers. */
export const createToolRequests = (deps: Deps): HandleToolRequest => {
  const { settings, systems, performer, slices } = deps

  const list = (grant: Grant): ToolList => {
    const names = [...new Set([...grant.read, ...grant.write])]
    const tools = names.flatMap((name) => {
      const found = systems.find(name)
      if (!found) return []
      const write = grant.write.includes(name)
      if (!write && !isRead(found.system.setting, found.tool)) return []
      return [offeredTool(found.tool, keyPassOf(found.system.setting, found.tool), write)]
    })
    return { ok: true, tools }
  }

  const read = async (
    request: Call,
    found: FoundTool,
    args: Record<string, unknown>,
    grant: Grant,
  ): Promise<ToolAnswer> => {
    const { name, hash } = found.tool.definition
    const accepted = settings.current().accepted[name]
    if (accepted !== undefined && accepted !== hash) return refused('DEFINITION_CHANGED', name, true)
    if (!(await settings.fresh())) return failed('NOT_READY', 'The supervisor is silent.')
    const { goal, task, attempt, agent, workflow } = grant
    const target = { tool: name, goal, agent, workflow }
    // Looked at before a call is taken from the budget, and again just before the socket write.
    settings.mayCall(target, 'read')
    await slices.take(grant, request.id)
    return readAnswer(
      await performer.read(found, args, { target, owner: { goal, task, attempt }, why: 'agent' }),
    )
  }

  const write = async (request: Call, found: FoundTool, args: Record<string, unknown>, grant: Grant) => {
    await slices.take(grant, request.id)
    const proposed = await deps.propose(request.id, grant, found.tool, args)
    if (proposed.at === 'settled') return proposed.answer
    return beforePatienceEnds(proposed.answer, { status: 'waiting', effect: proposed.effect })
  }

  const beforePatienceEnds = async (
    answer: Promise<ToolAnswer>,
    waiting: ToolAnswer,
  ): Promise<ToolAnswer> => {
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<ToolAnswer>((resolve) => {
      timer = setTimeout(() => resolve(waiting), deps.patienceMs)
    })
    // When the agent no longer listens, a failure has only the log to go to.
    answer.catch((error: unknown) =>
      deps.log.error({ error: String(error) }, 'an effect ended without a result'),
    )
    return Promise.race([answer, patience]).finally(() => clearTimeout(timer))
  }

  const call = async (request: Call, grant: Grant): Promise<ToolAnswer> => {
    const { tool: name } = request
    const mayWrite = grant.write.includes(name)
    const found = systems.find(name)
    if (!mayWrite && !grant.read.includes(name))
      return refused(found ? 'TOOL_NOT_ALLOWED' : 'UNKNOWN_TOOL', `Tool: ${name}.`)
    if (!found) {
      const state = systems.systemOf(name)?.state()
      return state && !state.reachable
        ? failed('SYSTEM_DOWN', name)
        : refused('UNKNOWN_TOOL', `Tool: ${name}.`)
    }
    const { setting } = found.system
    if (!mayWrite && !isRead(setting, found.tool))
      return refused(
        'TOOL_NOT_ALLOWED',
        `${name} is no read, and the workflow has no entry for it as a write.`,
      )
    const checked = checkArguments(found.tool, keyPassOf(setting, found.tool), request.args)
    if (!checked.ok) return refused('BAD_ARGUMENTS', checked.words)
    return mayWrite ? write(request, found, checked.args, grant) : read(request, found, checked.args, grant)
  }

  return async (agent, request) => {
    try {
      const grant = verifyGrant(request.grant, settings.current().grantKey, agent, settings.now())
      return request.op === 'list' ? list(grant) : await call(request, grant)
    } catch (error) {
      if (error instanceof Withheld) return failed(error.code, error.message)
      const known = toRemitError(error)
      if (known.code === 'INTERNAL') deps.log.error({ agent, error: known.message }, 'a tool request failed')
      return answerOf(known)
    }
  }
}
