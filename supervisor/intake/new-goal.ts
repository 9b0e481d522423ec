import { createHash, randomBytes } from 'node:crypto'
import { agentOfContract } from '../../contracts/ids.ts'
import { RemitError, toRemitError } from '../../contracts/errors.ts'
import type { StagedTrail } from '../../store/port.ts'
import type { Submission } from '../../contracts/platform.ts'
import type { Parent } from '../../contracts/events/parent.ts'
import type { ContractCheck } from '../tasks/contract-check.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Accept } from '../decider/commands.ts'
import type { Deps } from '../deps.ts'
import { admits } from '../policy/admits.ts'
import type { CompiledPolicy } from '../policy/compiled-policy.ts'
import { trailDraft, type TrailDraft } from '../record/trail-text.ts'

export type Submitting = {
  goal: string
  account: string
  /** what `admit` sees: the account over NATS, `operator` or a hook's name over HTTP */
  source: string
  submission: Submission
  /** proven by the door; null over NATS */
  person: string | null
  tour: boolean
  traceparent: string
  /** of which goal it is a part; its workflow was then found by triage */
  parent?: Parent
}

const hex = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length)

/** The caller's trace where it sent one, else one of the goal's own; ids derive from the goal's. */
export const traceOf = (goal: string, traceparent: string): { traceparent: string; span: string } => {
  const caller = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(traceparent)
  const trace = caller?.[1] ?? hex(`trace ${goal}`, 32)
  const span = hex(`span ${goal} accepted`, 16)
  return {
    traceparent: `00-${trace}-${span}-01`,
    span: caller?.[2] === undefined ? span : `${span}<${caller[2]}`,
  }
}

export const contractAgent = agentOfContract
export const freshTask = (): string => `t_${randomBytes(6).toString('hex')}`

type To = Accept['to']

const routed = async (
  check: ContractCheck,
  control: ControlState,
  policy: CompiledPolicy,
  asked: Submitting,
  name: string,
  trail: TrailDraft,
): Promise<To | null> => {
  const { submission } = asked
  const workflow = policy.workflows.get(name)
  if (!workflow)
    throw new RemitError('UNKNOWN_WORKFLOW', {
      workflow: name,
      known: [...policy.workflows.keys()].join(', '),
    })
  const contract = submission.contract ?? workflow.policy.entry.contract
  const agent = agentOfContract(contract)
  if (!workflow.policy.agents.includes(agent))
    throw new RemitError('UNKNOWN_CONTRACT', {
      contract,
      workflow: name,
      agents: workflow.policy.agents.join(', '),
    })
  if (submission.payload !== undefined) {
    // Before `admit`, which may look into it: what has the wrong form is the sender's to mend.
    const fits = check(control, contract, 'request', submission.payload)
    if (!fits.ok && fits.code === 'SCHEMA') throw new RemitError('SCHEMA', { contract, issues: fits.issues })
  }
  const admitted = admits(workflow, {
    source: asked.source,
    requester: asked.person ?? asked.account,
    payload: submission.payload ?? {},
    named: asked.parent === undefined,
  })
  if (!admitted.ok || !admitted.value) {
    const sentence = `${name} does not admit a goal from ${asked.source}.`
    return { kind: 'person', code: 'NOT_ADMITTED', why: await trail.why({ sentence }) }
  }
  // Without a payload triage makes one from the text.
  if (submission.payload === undefined) return null
  return {
    kind: 'routed',
    workflow: name,
    policy: policy.digest,
    task: freshTask(),
    agent,
    contract,
    input: await trail.put({ payload: submission.payload }),
  }
}

/** What a client sent and is wrong is theirs to mend; a part that triage made wrong goes to a person. */
const partToPerson = async (error: unknown, asked: Submitting, trail: TrailDraft): Promise<To> => {
  const { code, retryable, message } = toRemitError(error)
  if (asked.parent === undefined || retryable) throw error
  return { kind: 'person', code, why: await trail.why({ sentence: message }) }
}

/** A submission as a command: its texts as trail objects, and where it goes first. */
export const acceptCommand = async (
  deps: Deps,
  check: ContractCheck,
  asked: Submitting,
): Promise<{ command: Accept; trail: readonly StagedTrail[] }> => {
  const { submission, goal } = asked
  const trail = trailDraft(deps.store, goal)
  const control = await deps.control.fresh()
  const policy = deps.policies.current(control)
  const intake = policy.workflows.get('intake')
  if (!intake) throw new RemitError('BAD_CONFIG', { missing: 'workflows/intake.yaml' })
  const { entry } = intake.policy
  const to =
    submission.workflow === undefined
      ? null
      : await routed(check, control, policy, asked, submission.workflow, trail).catch((error: unknown) =>
          partToPerson(error, asked, trail),
        )
  const { traceparent, span } = traceOf(goal, asked.traceparent)
  const command: Accept = {
    type: 'Accept',
    goal,
    at: deps.now(),
    account: asked.account,
    source: asked.source,
    content: await trail.put(submission),
    text: await trail.text(submission.goal),
    payload: submission.payload === undefined ? null : await trail.put({ payload: submission.payload }),
    workflowAsked: submission.workflow ?? null,
    contractAsked: submission.contract ?? null,
    person: asked.person,
    deadline: submission.deadline === undefined ? null : new Date(submission.deadline).toISOString(),
    tour: asked.tour,
    parent: asked.parent ?? null,
    traceparent,
    span,
    intake: { workflow: 'intake', policy: policy.digest, owner: intake.policy.owner },
    to: to ?? {
      kind: 'triage',
      task: freshTask(),
      agent: entry.agent,
      contract: entry.contract,
      input: await trail.put({ payload: submission.payload ?? null }),
    },
  }
  return { command, trail: trail.staged }
}
