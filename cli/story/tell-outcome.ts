import { z } from 'zod'
import type { StepShown } from '../../contracts/http/goal-page.ts'
import { formatValue, plainText, sentenceOf } from '../format-value.ts'
import { sayCode } from './say-code.ts'

const optional = z.string().optional().catch(undefined)
const Content = z
  .object({
    workflow: optional,
    result: z.unknown().optional(),
    reason: optional,
    question: optional,
    proposed: optional,
    code: optional,
    message: optional,
  })
  .catch({})

const said = (text: string | undefined): string =>
  text === undefined || text === '' ? '.' : `: "${plainText(text)}"`

/** What came of a task, in the agent's own words where it has any. */
export const tellOutcome = (step: StepShown): string[] => {
  const content = Content.parse(step.content)
  switch (step.name) {
    case 'route':
      return [`${step.who} proposed the workflow ${content.workflow ?? '(erased)'}.`]
    // Told by the handing on that follows in the same breath.
    case 'handoff':
      return []
    case 'concluded':
      return [`${step.who} concluded that it is done: ${formatValue(content.result)}`]
    case 'declined':
      return [`${step.who} declined it${said(content.reason)}`]
    case 'escalate':
      return [`${step.who} asked for a person${said(content.question)}`]
    case 'failed':
      return [
        `${step.who} failed: ${sayCode(content.code ?? '')} ${plainText(content.message ?? '')}`.trimEnd(),
      ]
    default:
      return [`${step.who} ${step.name}: ${sentenceOf(step.content)}`]
  }
}
