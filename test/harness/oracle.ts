import type { Evidence, Findings } from './oracle/evidence.ts'
import { findDoubled } from './oracle/find-doubled.ts'
import { findDrift } from './oracle/find-drift.ts'
import { findGaps } from './oracle/find-gaps.ts'
import { findLost } from './oracle/find-lost.ts'
import { findUnauthorised } from './oracle/find-unauthorised.ts'
import { readGoals } from './oracle/read-goals.ts'

/**
 * Compares what clients were told, what the record says, and what the systems' own files say. Each figure is to be 0;
 * what is found is named in a sentence. Pure: it reads no file, asks no process, and uses none of the product's rules
 * beyond the replay of the record.
 */
export const judgeRun = (evidence: Evidence): Findings => {
  const { goals, unreadable } = readGoals(evidence.logs)
  return {
    lost: findLost(evidence, goals),
    doubled: findDoubled(evidence, goals),
    unauthorised: findUnauthorised(evidence, goals),
    'budget drift': findDrift(evidence, goals),
    'audit gaps': [...unreadable, ...findGaps(evidence, goals)],
  }
}
