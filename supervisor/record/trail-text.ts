import { z } from 'zod'
import type { StagedTrail, Store } from '../../store/port.ts'

/** Texts that people read, as trail objects of their goal. */
export const Text = z.object({ text: z.string() })

export const putText = async (store: Store, goal: string, text: string): Promise<string> =>
  (await store.putTrail(goal, { text })).digest

export const getText = async (store: Store, goal: string, digest: string): Promise<string> =>
  Text.parse(await store.getTrail(goal, digest)).text

/** What an escalation says: the sentence, and where there are any, the question, the proposal and the fact. */
export const Why = z.object({
  sentence: z.string(),
  question: z.string().optional(),
  proposed: z.string().optional(),
  fact: z.unknown().optional(),
})
export type Why = z.infer<typeof Why>

export const putWhy = async (store: Store, goal: string, why: Why): Promise<string> =>
  (await store.putTrail(goal, why)).digest

/**
 * The objects of one command: each has its digest at once and is kept by the command's own commit, so that they cost no
 * wait of their own, and nothing stays of a command that is refused.
 */
export type TrailDraft = {
  put: (value: unknown) => Promise<string>
  text: (text: string) => Promise<string>
  why: (why: Why) => Promise<string>
  staged: readonly StagedTrail[]
}

export const trailDraft = (store: Store, goal: string): TrailDraft => {
  const staged: StagedTrail[] = []
  const put = async (value: unknown): Promise<string> => {
    const object = await store.stageTrail(goal, value)
    staged.push(object)
    return object.digest
  }
  return { put, text: (text) => put({ text }), why: (why) => put(why), staged }
}
