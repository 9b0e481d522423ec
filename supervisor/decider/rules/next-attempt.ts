import { maxAttempts } from '../terms.ts'

/** The attempt that follows, or null when attempts are spent. */
export const nextAttempt = (attempt: number): number | null => (attempt >= maxAttempts ? null : attempt + 1)
