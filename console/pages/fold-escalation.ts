import { z } from 'zod'
import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import type { EscalationShown } from '../../contracts/http/goal-page.ts'
import type { Texts } from '../record/read-texts.ts'

const optional = z.string().nullish().catch(null)
const Why = z.object({
  sentence: optional,
  question: optional,
  proposed: optional,
  fact: z.unknown().optional(),
})

const answers = new Set(['Resumed', 'GoalEnded'])

/** What a person is asked about the goal as a whole; null once it was answered. */
export const foldEscalation = (events: Recorded<GoalEvent>[], texts: Texts): EscalationShown | null =>
  events.reduce<EscalationShown | null>((open, event) => {
    if (answers.has(event.type)) return null
    if (event.type !== 'Escalated') return open
    const { code, role, task, effect, why } = event.data
    const content = texts(why)
    const said = Why.safeParse(typeof content === 'string' ? { sentence: content } : content)
    const { sentence, question, proposed, fact } = said.success ? said.data : {}
    return {
      code,
      role,
      at: event.meta.at,
      task,
      effect,
      sentence: sentence ?? null,
      question: question ?? null,
      proposed: proposed ?? null,
      fact: fact ?? null,
    }
  }, null)
