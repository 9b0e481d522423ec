import type { Outcome } from '../../contracts/work.ts'
import { termsFrom } from '../control/terms-of.ts'
import type { TakeOutcome } from '../decider/commands.ts'
import type { Deps } from '../deps.ts'
import { sharedCaps } from '../policy/shared-caps.ts'
import type { Why } from '../record/trail-text.ts'

type Asked = Extract<Outcome, { kind: 'split' }>
type Made = { outcome: Extract<TakeOutcome['outcome'], { kind: 'split' }>; why: Why }

/** Triage's list of matters as decide takes it; `admit` and contract are looked at where each becomes a goal. */
export const splitTo = async (deps: Deps, asked: Asked): Promise<Made> => {
  const policy = deps.policies.current(await deps.control.fresh())
  const unknown = asked.intents.find(({ workflow }) => !policy.workflows.has(workflow))
  if (unknown !== undefined)
    return {
      outcome: { kind: 'split', to: { ok: false, code: 'UNKNOWN_WORKFLOW' } },
      why: { sentence: `Triage proposed ${unknown.workflow}, which is no workflow.` },
    }
  const parts = asked.intents.map(({ workflow }) => ({
    workflow,
    counts: termsFrom(policy, workflow).limits,
  }))
  return {
    outcome: {
      kind: 'split',
      to: {
        ok: true,
        intents: asked.intents.map(({ workflow, contract }) => ({ workflow, contract })),
        caps: sharedCaps(policy, parts),
      },
    },
    why: {
      sentence: `Triage found ${asked.intents.length} matters in this goal.`,
      question: asked.intents.map((one, index) => `${index + 1}. ${one.goal} (${one.workflow})`).join('\n'),
    },
  }
}
