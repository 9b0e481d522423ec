import { z } from 'zod'
import type { Store } from '../store/port.ts'

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
