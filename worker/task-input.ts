import { HumanMessage } from '@langchain/core/messages'
import { z } from 'zod'
import { Claimed } from '../contracts/work.ts'

/** What an agent gets: its payload, the goal, facts and notes of earlier tasks; nobody else's chat. */
export const TaskInput = z.object({
  contract: Claimed.shape.contract,
  goal: z.string(),
  payload: z.unknown().default(null),
  notes: Claimed.shape.notes.default([]),
  journal: Claimed.shape.journal.default([]),
  instructions: Claimed.shape.instructions.default([]),
  checkFailed: Claimed.shape.checkFailed.default(null),
  delegations: Claimed.shape.delegations.default([]),
  workflows: Claimed.shape.workflows.default([]),
})
export type TaskInput = z.infer<typeof TaskInput>

/** What may arrive later in a task: a person's note, why a conclusion was not taken, the answers of delegates. */
export const News = TaskInput.pick({
  instructions: true,
  checkFailed: true,
  journal: true,
  delegations: true,
})

const filled = (value: unknown): boolean =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0)

const mostNotes = 6
const Words = z.object({
  note: z.string().optional(),
  result: z.unknown().optional(),
  reason: z.string().optional(),
  question: z.string().optional(),
})

/**
 * What earlier tasks said, without the payloads that they passed on: the last of those is this task's own. The latest
 * few, so that a prompt does not grow with the number of handoffs.
 */
const condensed = (notes: Claimed['notes']): Claimed['notes'] =>
  notes.slice(-mostNotes).map((note) => {
    const words = Words.safeParse(note.content)
    return words.success ? { ...note, content: words.data } : note
  })

/** Empty parts are left out: a prompt is paid for by the word. */
export const inputMessage = (claimed: Claimed): HumanMessage => {
  const { contract, goalText, payload, notes, journal, instructions, checkFailed, delegations, workflows } =
    claimed
  const parts = {
    payload,
    notes: condensed(notes),
    journal,
    instructions,
    checkFailed,
    delegations,
    workflows,
  }
  const content = {
    contract,
    goal: goalText,
    ...Object.fromEntries(Object.entries(parts).filter(([, value]) => filled(value))),
  }
  return new HumanMessage({ id: 'input', content: JSON.stringify(content) })
}

export const newsMessage = (claimed: Claimed, id: string): HumanMessage => {
  const { instructions, checkFailed, journal, delegations } = claimed
  const news = { instructions, checkFailed, journal, ...(filled(delegations) && { delegations }) }
  return new HumanMessage({ id, content: JSON.stringify({ news }) })
}

/** What the claim tells beside the task itself; another text = there is news since the last end. */
export const toldBy = ({ instructions, checkFailed, delegations }: Claimed): string =>
  JSON.stringify([
    checkFailed,
    instructions,
    ...(delegations.length > 0 ? [delegations.map((one) => one.delegation)] : []),
  ])
