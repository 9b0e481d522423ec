import type { PlaybookView } from '../define-agent.ts'
import { matchWorkflow } from './match-workflow.ts'

type Workflow = PlaybookView['workflows'][number]
export type Matter = { text: string; workflow: Workflow }

const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?;])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')

/**
 * The different things that a text asks for, each with the sentences that are about it: a sentence that fits no
 * workflow belongs to the one before it. Several requests of one kind are one matter.
 */
export const mattersIn = (text: string, workflows: readonly Workflow[]): Matter[] => {
  const matters: Matter[] = []
  let before = ''
  for (const sentence of sentencesOf(text)) {
    const match = matchWorkflow(sentence, [...workflows])
    const known = typeof match === 'string' ? matters.at(-1) : matters.find((one) => one.workflow === match)
    if (known !== undefined) known.text += ` ${sentence}`
    else if (typeof match === 'string') before += `${sentence} `
    else {
      matters.push({ text: `${before}${sentence}`, workflow: match })
      before = ''
    }
  }
  return matters
}
