import type { GoalEvent } from '../../contracts/events.ts'
import type { Accept } from './commands.ts'
import type { Decision } from './decision.ts'
import { escalate, nothing, refused } from './escalate.ts'
import type { State } from './state.ts'

/** The same id with the same content is the same goal; with other content it is an error, and changes nothing. */
export const accept = (command: Accept, state: State): Decision => {
  if (state !== null) return state.content === command.content ? nothing : refused('ID_REUSED')
  const { to } = command
  const events: GoalEvent[] = [
    {
      type: 'GoalAccepted',
      data: {
        account: command.account,
        source: command.source,
        content: command.content,
        text: command.text,
        payload: command.payload,
        workflowAsked: command.workflowAsked,
        contractAsked: command.contractAsked,
        person: command.person,
        deadline: command.deadline,
        tour: command.tour,
        parent: command.parent,
        workflow: command.intake.workflow,
        policy: command.intake.policy,
        span: command.span,
      },
    },
  ]
  if (to.kind === 'routed') {
    const { workflow, policy, contract } = to
    events.push({
      type: 'GoalRouted',
      data: { workflow, policy, contract, by: command.parent === null ? 'client' : 'triage' },
    })
  }
  if (to.kind === 'person') events.push(escalate({ code: to.code, owner: command.intake.owner, why: to.why }))
  else {
    const { task, agent, contract, input } = to
    events.push({ type: 'TaskAssigned', data: { task, agent, contract, input, handoff: '', from: null } })
  }
  return { events, answer: { kind: 'none' } }
}
