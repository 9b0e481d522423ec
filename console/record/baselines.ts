import type { Policy } from './read-policy.ts'

export type Baseline = { minutes: number | null; sample: string | null; by: string; since: string }

/** Each workflow's baseline with who brought it and when; one that a later policy repeats keeps its author. */
export const keepBaselines = (baselines: Record<string, Baseline>, policy: Policy): void => {
  for (const [name, workflow] of Object.entries(policy.workflows)) {
    const minutes = workflow.baseline_minutes ?? null
    const sample = workflow.baseline_sample ?? null
    const before = baselines[name]
    if (before?.minutes === minutes && before.sample === sample) continue
    baselines[name] = { minutes, sample, by: policy.by, since: policy.at }
  }
}
