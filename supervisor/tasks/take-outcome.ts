import { agentOfContract } from '../../contracts/ids.ts'
import { Outcome } from '../../contracts/work.ts'
import type { ContractCheck } from './contract-check.ts'
import type { TakeOutcome } from '../decider/commands.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { loop } from '../decider/rules/loop.ts'
import { splitTo } from './split-to.ts'
import { delegateTo } from './delegate-to.ts'
import { parseMessage } from '../parse-message.ts'
import { goalView } from '../effects/judge-effect.ts'
import { freshTask } from '../intake/new-goal.ts'
import { admits } from '../policy/admits.ts'
import { trailDraft, type TrailDraft, type Why } from '../record/trail-text.ts'

type Given = TakeOutcome['outcome']
type Made = { outcome: Given; why: Why }

const routeTo = async (
  deps: Deps,
  check: ContractCheck,
  goal: Goal,
  trail: TrailDraft,
  asked: Extract<Outcome, { kind: 'route' }>,
): Promise<Made> => {
  const control = await deps.control.fresh()
  const policy = deps.policies.current(control)
  const workflow = policy.workflows.get(asked.workflow)
  const no = (code: string, sentence: string): Made => ({
    outcome: { kind: 'route', to: { ok: false, code } },
    why: { sentence },
  })
  if (!workflow) return no('UNKNOWN_WORKFLOW', `Triage proposed ${asked.workflow}, which is no workflow.`)
  const agent = agentOfContract(asked.contract)
  if (!workflow.policy.agents.includes(agent))
    return no(
      'UNKNOWN_CONTRACT',
      `Triage proposed ${asked.contract}, whose agent is not part of ${asked.workflow}.`,
    )
  const view = await goalView(deps, goal)
  const admitted = admits(workflow, {
    source: view.source,
    requester: view.requester,
    payload: asked.payload,
  })
  if (!admitted.ok || !admitted.value)
    return no('NOT_ADMITTED', `${asked.workflow} does not admit a goal from ${view.source}.`)
  const fits = check(control, asked.contract, 'request', asked.payload)
  if (!fits.ok)
    return no(
      'BAD_OUTCOME',
      `Triage's payload does not fit ${asked.contract}: ${fits.issues.map((i) => `${i.path} ${i.message}`).join('; ')}`,
    )
  const input = await trail.put({ payload: asked.payload })
  return {
    outcome: {
      kind: 'route',
      to: {
        ok: true,
        workflow: asked.workflow,
        policy: policy.digest,
        task: freshTask(),
        agent,
        contract: asked.contract,
        input,
      },
    },
    why: { sentence: '' },
  }
}

const handTo = async (
  deps: Deps,
  check: ContractCheck,
  goal: Goal,
  trail: TrailDraft,
  asked: Extract<Outcome, { kind: 'handoff' }>,
): Promise<Made> => {
  const control = await deps.control.fresh()
  const agent = agentOfContract(asked.contract)
  const from = goal.tasks[asked.task]?.agent ?? ''
  const fits = check(control, asked.contract, 'request', asked.payload)
  if (!fits.ok)
    return {
      outcome: {
        kind: 'handoff',
        to: { ok: false, code: fits.code === 'SCHEMA' ? 'BAD_OUTCOME' : fits.code },
      },
      why: {
        sentence: `The handoff from ${from} does not fit ${asked.contract}: ${fits.issues.map((i) => `${i.path} ${i.message}`).join('; ')}`,
      },
    }
  // Under the goal's key: a plain digest of a payload could be guessed when the payload itself is long erased.
  const { digest: identity } = await deps.store.stageTrail(goal.id, [from, asked.contract, asked.payload])
  return {
    outcome: {
      kind: 'handoff',
      to: {
        ok: true,
        handoff: identity,
        note: await trail.text(asked.note),
        task: freshTask(),
        agent,
        contract: asked.contract,
        input: await trail.put({ payload: asked.payload }),
      },
    },
    why: {
      sentence: `${(loop(goal, asked.task, identity, agent) ?? [from, agent]).join(' -> ')}: the same handoff again, without a new fact or effect.`,
      fact: asked.payload,
    },
  }
}

const made = async (
  deps: Deps,
  check: ContractCheck,
  goal: Goal,
  trail: TrailDraft,
  asked: Outcome,
): Promise<Made> => {
  switch (asked.kind) {
    case 'route':
      return routeTo(deps, check, goal, trail, asked)
    case 'handoff':
      return handTo(deps, check, goal, trail, asked)
    case 'split':
      return splitTo(deps, asked)
    case 'delegate':
      return delegateTo(deps, check, goal, trail, asked)
    case 'concluded': {
      const contract = goal.tasks[asked.task]?.contract ?? ''
      const fits = check(await deps.control.fresh(), contract, 'result', asked.result)
      return {
        outcome: { kind: 'concluded', ok: fits.ok },
        why: {
          sentence: fits.ok ? '' : `The result does not fit ${contract}.`,
          fact: fits.ok ? undefined : fits.issues,
        },
      }
    }
    case 'declined':
      return {
        outcome: { kind: 'declined', effect: asked.effect ?? null },
        why: { sentence: `The agent declined: ${asked.reason}`, question: asked.reason },
      }
    case 'escalate':
      return {
        outcome: { kind: 'escalate', ...(asked.code === undefined ? {} : { code: asked.code }) },
        why: {
          sentence: asked.question,
          question: asked.question,
          ...(asked.proposed === undefined ? {} : { proposed: asked.proposed }),
        },
      }
    case 'failed':
      return {
        outcome: { kind: 'failed', code: asked.code },
        why: { sentence: `${asked.code}: ${asked.message}` },
      }
    default:
      return asked satisfies never
  }
}

/** `remit.outcomes.<agent>`: the subject says whose outcome it is; one for another agent's task is late by rule. */
export const takeOutcome =
  (deps: Deps, check: ContractCheck, keepStep: (part: unknown, agent: string) => Promise<void>) =>
  async (data: unknown, agent: string): Promise<void> => {
    const { trail: steps = [], ...asked } = parseMessage(Outcome, data)
    const kept = steps.map((part) => keepStep(part, agent))
    const taken = deps.handle({
      goal: asked.goal,
      cause: asked.id,
      by: { kind: 'agent', id: agent },
      traceparent: '',
      build: async (state) => {
        if (state === null || state.tasks[asked.task]?.agent !== agent) return null
        const trail = trailDraft(deps.store, state.id)
        const { outcome, why } = await made(deps, check, state, trail, asked)
        const { task, attempt, worker, used } = asked
        return {
          trail: trail.staged,
          command: {
            type: 'TakeOutcome',
            at: deps.now(),
            content: await trail.put(asked),
            used: { tokens: used.tokens, cost: used.cost },
            why: await trail.why(why),
            outcome,
            task,
            attempt,
            worker,
          },
        }
      },
    })
    // Acknowledged when both are on the disk.
    await Promise.all([taken, ...kept])
  }
