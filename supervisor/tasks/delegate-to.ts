import { createHash } from 'node:crypto'
import { canonicalJson } from '../../contracts/canonical-json.ts'
import { agentOfContract } from '../../contracts/ids.ts'
import type { Outcome } from '../../contracts/work.ts'
import { termsOf } from '../control/terms-of.ts'
import type { TakeOutcome } from '../decider/commands.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { freshTask } from '../intake/new-goal.ts'
import type { TrailDraft, Why } from '../record/trail-text.ts'
import type { ContractCheck } from './contract-check.ts'

type Asked = Extract<Outcome, { kind: 'delegate' }>
type Made = { outcome: Extract<TakeOutcome['outcome'], { kind: 'delegate' }>; why: Why }

/** A delegation as decide takes it: each payload fits its contract, each child has its own input and identity. */
export const delegateTo = async (
  deps: Deps,
  check: ContractCheck,
  goal: Goal,
  trail: TrailDraft,
  asked: Asked,
): Promise<Made> => {
  const control = await deps.control.fresh()
  const from = goal.tasks[asked.task]?.agent ?? ''
  const no = (code: string, sentence: string): Made => ({
    outcome: { kind: 'delegate', to: { ok: false, code } },
    why: { sentence },
  })
  for (const { contract, payload } of asked.children) {
    const fits = check(control, contract, 'request', payload)
    if (!fits.ok)
      return no(
        fits.code === 'SCHEMA' ? 'BAD_OUTCOME' : fits.code,
        `What ${from} asks of others does not fit ${contract}: ${fits.issues.map((i) => `${i.path} ${i.message}`).join('; ')}`,
      )
  }
  const { joinSeconds } = termsOf(deps.policies, control, goal)
  const seconds = Math.min(asked.within ?? joinSeconds, joinSeconds)
  const children = await Promise.all(
    asked.children.map(async ({ contract, payload, ceiling }) => ({
      task: freshTask(),
      agent: agentOfContract(contract),
      contract,
      input: await trail.put({ payload }),
      handoff: createHash('sha256')
        .update(canonicalJson(['delegate', from, contract, payload]))
        .digest('hex'),
      tokens: ceiling?.tokens ?? null,
      calls: ceiling?.calls ?? null,
    })),
  )
  return {
    outcome: {
      kind: 'delegate',
      to: {
        ok: true,
        delegation: freshTask().replace('t_', 'd_'),
        due: new Date(Date.parse(deps.now()) + seconds * 1000).toISOString(),
        children,
      },
    },
    why: {
      sentence: `${from} asked ${asked.children.map((child) => agentOfContract(child.contract)).join(', ')} the same again, or more than it may.`,
    },
  }
}
