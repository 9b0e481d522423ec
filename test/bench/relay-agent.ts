import { z } from 'zod'
import { defineAgent, defineContract, type Agent, type Playbook } from '../../agents/define-agent.ts'
import { meter, promptOf, spec, steps, textsOf } from './relay-spec.ts'

const Step = z.strictObject({ step: z.int().positive(), brief: z.string() })
const Answer = z.strictObject({ answer: z.string() })

/**
 * Who works in which step. Four steps are the relay's own: triage, support, finance, support. With more of them the
 * three take turns, since A-B-A-B without a new fact is a loop, which the supervisor ends.
 */
const agentOf = (step: number): string =>
  steps === 4
    ? (['triage', 'support', 'finance', 'support'][step] ?? 'support')
    : (['triage', 'support', 'finance'][step % 3] ?? 'triage')

/** The client's own id of the goal, which it wrote behind the text. */
const idIn = (goal: string): string => /\[goal ([^\]]+)\]$/.exec(goal)?.[1] ?? ''

/** An agent that answers at once: routes, hands on, or concludes, with the texts of the relay. */
export const relayAgent = (name: string): Agent => {
  const texts = textsOf(name)
  const step = defineContract({
    name: `${name}.step@1`,
    description: `The next step of a relay, by ${name}`,
    request: Step,
    result: Answer,
  })
  const route = defineContract({
    name: 'triage.route@1',
    description: 'Find the workflow that a goal belongs to',
    request: z.unknown(),
    result: z.strictObject({ workflow: z.string() }),
  })
  const playbook: Playbook = (view) => {
    meter.mark(idIn(view.goal))
    const brief = texts.note
    if (view.contract === route.name) return { do: 'route', workflow: 'relay', payload: { step: 1, brief } }
    const now = Step.parse(view.payload).step
    if (now >= steps - 1) return { do: 'conclude', result: { answer: texts.final ?? brief } }
    const next = now + 1
    return {
      do: 'handoff',
      contract: `${agentOf(next)}.step@1`,
      payload: { step: next, brief },
      note: `step ${now} done`,
    }
  }
  return defineAgent({
    name,
    description: `Runs in the relay as ${name}`,
    version: '1.0.0',
    contracts: name === 'triage' ? [route, step] : [step],
    playbook,
    prompt: promptOf(name),
  })
}

/** A goal as a client sends it. */
export const goalText = (id: string): string => `${spec.goal}\n[goal ${id}]`
