import { RemitError, toRemitError, type ErrorCode } from '../contracts/errors.ts'
import { Drawn, Outcome, Parked, type Claimed, type TaskMessage } from '../contracts/work.ts'
import { ToolAnswer } from '../contracts/tools.ts'
import type { AgentHost } from './agent-host.ts'
import { askHeld, untilHeard } from './ask.ts'
import { idFrom } from './digest.ts'
import type { Ended, Final } from './final.ts'
import type { Input, Position } from './graph.ts'
import type { Lease } from './lease.ts'
import { makeMenu } from './menu.ts'
import type { RunContext } from './run-context.ts'
import { makeSpend } from './spend.ts'
import { stopIfHalted } from './stop-if-halted.ts'
import { stepTrail } from './step-trail.ts'
import { inputMessage, newsMessage, toldBy } from './task-input.ts'

export type Held = { task: TaskMessage; claimId: string; claimed: Claimed; lease: Lease }

/** A message larger than this does not fit the stream. */
const largestOutcome = 900_000
/** Up to this length of its text an outcome takes its last step along, which is 200 KiB at most. */
const roomForTrail = 400_000

/**
 * How long a call's answer is awaited before the same call is asked again: short at first, so that a gateway that died
 * under it costs little; growing, so that a slow system gets its time. The effect is the same each time.
 */
const callMs = (tries: number): number => Math.min(10_000 * 2 ** tries, 120_000)

/** The same thread for every attempt, so that work goes on at the last step; another graph begins anew. */
export const threadOf = ({ goal, task }: TaskMessage, graph: string): string =>
  `${goal}.${task}.${graph.slice(0, 16)}`

/** Where to go on: null = the end stands already, only its outcome was not sent. */
const inputFor = (position: Position, { task, claimed }: Held): Input | null => {
  if (position.at === 'new') return { kind: 'begin', message: inputMessage(claimed) }
  if (position.at === 'midway') return { kind: 'go-on' }
  const { ended, messages } = position
  if (ended.told !== toldBy(claimed))
    return { kind: 'news', message: newsMessage(claimed, `news-${messages.length}`) }
  const failedBefore = ended.final.kind === 'failed' && ended.attempt < task.attempt
  return failedBefore ? { kind: 'begin', message: inputMessage(claimed) } : null
}

const forAPerson = new Set<ErrorCode>(['OVER_BUDGET', 'NO_BUDGET', 'NO_PRICE'])

const finalOf = (thrown: unknown): Final => {
  const { code, message } = toRemitError(thrown)
  return forAPerson.has(code)
    ? { kind: 'escalate', code, question: message }
    : { kind: 'failed', code, message: message.slice(0, 2000) }
}

const contextFor = async (host: AgentHost, held: Held, trail: RunContext['record']): Promise<RunContext> => {
  const { task, claimId, claimed, lease } = held
  const { worker, link, model } = host
  const holds = { goal: task.goal, task: task.task, attempt: task.attempt, worker }
  const contract = host.agent.contracts.find((one) => one.name === claimed.contract)
  if (!contract)
    throw new RemitError('UNKNOWN_CONTRACT', { contract: claimed.contract, agent: host.agent.name })
  const menu = makeMenu(await host.toolLists.of(claimId, claimed.grant, lease), claimed, contract)
  let asked = 0
  let drawn = 0
  return {
    task,
    claimed,
    contract,
    systemPrompt: host.agent.systemPrompt,
    menu,
    model,
    bound: model.bind(menu),
    lease,
    told: toldBy(claimed),
    waiting: new Map(),
    spend: makeSpend(claimed.slice, model, (tokens) => {
      drawn += 1
      const id = idFrom('draw', claimId, drawn)
      return askHeld(() => link.work({ op: 'draw', id, ...holds, model: model.name, tokens }), Drawn, lease)
    }),
    call: async (tool, { id: callId, args }) => {
      asked += 1
      const id = idFrom('call', claimId, callId, asked)
      const answer = await askHeld(
        (tries) => link.tools({ op: 'call', id, grant: claimed.grant, tool, args }, callMs(tries)),
        ToolAnswer,
        lease,
      )
      if ('code' in answer && answer.code === 'HALTED')
        await stopIfHalted(host, holds, lease, idFrom('halted', id))
      return answer
    },
    record: trail,
    failPoint: host.failPoint,
    now: host.now,
  }
}

/** Runs the graph to its end, or to where the supervisor lets it park; null = parked. */
const runToEnd = async (host: AgentHost, held: Held, run: RunContext): Promise<Ended | null> => {
  const { task, claimId, lease } = held
  const thread = threadOf(task, host.card.graph)
  const position = await host.graph.position(thread)
  let input = inputFor(position, held)
  if (input === null) {
    if (position.at !== 'ended') return null
    // Whoever ended it may have died before the outcome that had the last step along.
    run.record(position.messages, { attempt: position.ended.attempt })
    return position.ended
  }
  for (let round = 0; ; round += 1) {
    const reached = await host.graph.run(thread, input, run)
    if (reached.at === 'ended') return reached.ended
    const request = {
      op: 'park' as const,
      id: idFrom('park', claimId, round),
      goal: task.goal,
      task: task.task,
      attempt: task.attempt,
      worker: host.worker,
      waiting: [...new Set(reached.effects)],
      used: run.spend.used(),
    }
    await host.failPoint('worker.before-park')
    const { parked } = await askHeld(() => host.link.work(request), Parked, lease)
    if (parked) return null
    input = { kind: 'go-on' }
  }
}

const outcomeOf = (
  host: AgentHost,
  { task }: Held,
  final: Final,
  told: string,
  used: Outcome['used'],
): Outcome => {
  const holds = { goal: task.goal, task: task.task, attempt: task.attempt, worker: host.worker }
  const id = idFrom('outcome', task.goal, task.task, task.attempt, told)
  const made = Outcome.parse({ v: 1, id, ...holds, used, steps: [], ...final })
  if (JSON.stringify(made).length <= largestOutcome) return made
  const failed = {
    kind: 'failed' as const,
    code: 'BAD_OUTCOME',
    message: 'The outcome is too large to send.',
  }
  return { v: 1, id, ...holds, used, steps: [], ...failed }
}

const runUnlocked = async (host: AgentHost, held: Held): Promise<'ended' | 'parked' | 'lost'> => {
  const { task, claimed, lease } = held
  const trail = stepTrail(host, task, lease)
  let run: RunContext | null = null
  let final: Final
  try {
    run = await contextFor(host, held, trail.record)
    const ended = await runToEnd(host, held, run)
    if (ended === null) return 'parked'
    final = ended.final
  } catch (error) {
    if (lease.signal.aborted) return 'lost'
    host.log.warn(
      { err: error, goal: task.goal, task: task.task, attempt: task.attempt },
      'the attempt failed',
    )
    final = finalOf(error)
  }
  try {
    const used = run?.spend.used() ?? { tokens: 0, cost: 0 }
    const bare = outcomeOf(host, held, final, toldBy(claimed), used)
    const alone = JSON.stringify(bare).length > roomForTrail
    await trail.stored({ alone })
    const outcome = trail.riding().length > 0 ? { ...bare, trail: [...trail.riding()] } : bare
    await host.failPoint('worker.before-outcome')
    await untilHeard(() => host.link.outcome(outcome), lease)
    await host.failPoint('worker.after-outcome')
    return 'ended'
  } catch (error) {
    if (lease.signal.aborted) return 'lost'
    throw error
  }
}

/**
 * One held task: from its last step to its outcome, or until it parks. A lost lease ends it without another word;
 * every other failure is an outcome of its own. Returns what became of it.
 */
export const runTask = async (host: AgentHost, held: Held): Promise<'ended' | 'parked' | 'lost'> => {
  const { threadKey } = held.claimed
  const thread = threadOf(held.task, host.card.graph)
  const lock =
    threadKey === undefined ? () => undefined : host.unlock(thread, Buffer.from(threadKey, 'base64'))
  try {
    return await runUnlocked(host, held)
  } finally {
    lock()
  }
}
