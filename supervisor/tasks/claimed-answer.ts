import { z } from 'zod'
import { agentOfContract } from '../../contracts/ids.ts'
import type { Claimed, JournalEntry, Note } from '../../contracts/work.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Effect, Goal, Task } from '../decider/state.ts'
import { beatSeconds, leaseSeconds } from '../decider/terms.ts'
import type { Deps } from '../deps.ts'
import { argsOf, goalView } from '../effects/judge-effect.ts'
import { admitting } from '../policy/admits.ts'
import { toolsFor } from '../policy/tools-for.ts'
import { signGrant } from './sign-grant.ts'
import { delegatesOf, delegationResults } from './delegation-results.ts'
import { getText, Why } from '../record/trail-text.ts'

export const TaskInput = z.object({ payload: z.unknown() })
const grantLife = 24 * 3600

const journalState = (effect: Effect): JournalEntry['state'] => {
  switch (effect.status) {
    case 'waiting-approval':
      return 'waiting'
    case 'settling':
      return 'executing'
    case 'refused':
    case 'void':
    case 'authorised':
    case 'executing':
    case 'done':
    case 'failed':
    case 'unknown':
      return effect.status
    default:
      return effect.status satisfies never
  }
}

const journal = async (deps: Deps, goal: Goal): Promise<JournalEntry[]> =>
  Promise.all(
    Object.values(goal.effects).map(async (effect): Promise<JournalEntry> => ({
      effect: effect.id,
      tool: effect.tool,
      args: await argsOf(deps, goal.id, effect.args),
      state: journalState(effect),
      ...(effect.code === '' ? {} : { code: effect.code }),
      ...(effect.message === null ? {} : { note: await getText(deps.store, goal.id, effect.message) }),
      ...(effect.result === null ? {} : { result: await deps.store.getTrail(goal.id, effect.result) }),
      ...(effect.edited ? { edited: true } : {}),
    })),
  )

const notes = async (deps: Deps, goal: Goal, task: Task): Promise<Note[]> => {
  const earlier = Object.values(goal.tasks).filter((one) => one.id !== task.id && one.outcome !== null)
  return Promise.all(
    earlier.map(async (one): Promise<Note> => ({
      task: one.id,
      agent: one.agent,
      contract: one.contract,
      kind: one.outcome?.kind ?? '',
      content: one.outcome === null ? null : await deps.store.getTrail(goal.id, one.outcome.content),
    })),
  )
}

/** Everything that a worker gets for its task, and no more: grant, input, what earlier tasks and effects gave. */
export const claimedAnswer = async (
  deps: Deps,
  control: ControlState,
  goal: Goal,
  task: Task,
): Promise<Claimed> => {
  const { store } = deps
  const policy = deps.policies.of(control, goal.policy)
  const workflow = policy.workflows.get(goal.workflow)
  const tools = toolsFor(policy, goal.workflow, task.agent)
  const now = deps.now()
  const until = task.until ?? new Date(Date.parse(now) + leaseSeconds * 1000).toISOString()
  const grant = signGrant(
    {
      goal: goal.id,
      task: task.id,
      attempt: task.attempt,
      agent: task.agent,
      worker: task.worker ?? '',
      workflow: goal.workflow,
      read: tools.read,
      write: tools.write,
      until: new Date(Date.parse(now) + grantLife * 1000).toISOString(),
    },
    deps.key.privateKey,
  )
  const view = await goalView(deps, goal)
  const routable = goal.routed
    ? []
    : admitting(deps.policies.current(control), view)
        .filter((one) => one.name !== goal.workflow)
        .map((one) => ({
          name: one.name,
          description: one.policy.description,
          examples: one.policy.examples,
          contract: one.policy.entry.contract,
        }))
  const others = new Set((workflow?.policy.agents ?? []).filter((agent) => agent !== task.agent))
  const offered = [...control.cards.values()].flatMap((card) => card.contracts)
  // Triage writes the payload of an entry contract, so it is given the schemas of those.
  const handoffs = goal.routed
    ? offered.filter((contract) => others.has(agentOfContract(contract.name)))
    : offered.filter((contract) => routable.some((one) => one.contract === contract.name))
  const threadKey = await store.threadKey(goal.id)
  const slices = Object.values(goal.holders).filter(
    (holder) =>
      holder.status === 'open' &&
      'task' in holder &&
      holder.task === task.id &&
      holder.attempt === task.attempt,
  )
  const slice = { tokens: 0, cost: 0 }
  for (const one of slices)
    if (one.status === 'open' && 'task' in one) {
      slice.tokens += one.tokens
      slice.cost += one.cost
    }
  return {
    ok: true,
    grant,
    until,
    beatSeconds,
    contract: task.contract,
    goalText: await getText(store, goal.id, goal.text),
    payload: TaskInput.parse(await store.getTrail(goal.id, task.input)).payload,
    notes: await notes(deps, goal, task),
    journal: await journal(deps, goal),
    instructions: await Promise.all(goal.instructions.map((digest) => getText(store, goal.id, digest))),
    workflows: routable,
    handoffs: [...new Map(handoffs.map((one) => [one.name, one])).values()].map((one) => ({
      contract: one.name,
      description: one.description,
      request: one.request,
    })),
    delegates: delegatesOf(goal, task, offered, workflow?.policy.agents ?? []),
    delegations: await delegationResults(deps, goal, task),
    checkFailed:
      task.checkFailed === null ? null : Why.parse(await store.getTrail(goal.id, task.checkFailed)).sentence,
    slice,
    now,
    traceparent: goal.traceparent,
    ...(threadKey === null ? {} : { threadKey }),
  }
}
