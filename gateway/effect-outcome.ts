import type { EffectResult, FactRead, ToolAnswer } from '../contracts/tools.ts'
import type { CallOutcome } from './call-outcome.ts'

type Result = Extract<EffectResult, { kind: 'result' }>
export type EffectStatus = Pick<Result, 'status' | 'value' | 'code' | 'message'>

/**
 * What a call's outcome says of its effect. That this call was never sent proves 'not done' for a first claim only:
 * of a repeat it says nothing about the claim before it, which may have been carried out.
 */
export const effectStatus = (outcome: CallOutcome, repeats: boolean): EffectStatus => {
  switch (outcome.kind) {
    case 'answered':
      return { status: 'done', value: outcome.value }
    case 'refused':
      return { status: 'failed', code: outcome.code, message: outcome.message }
    case 'unsent':
      return { status: repeats ? 'unclear' : 'failed', code: outcome.code, message: outcome.message }
    case 'unclear':
      return { status: 'unclear', code: outcome.code, message: outcome.message }
  }
}

/**
 * What the waiting agent is told. A tool's yes whose verify read failed is not passed on as one: the agent waits for
 * the supervisor's word.
 */
export const effectAnswer = (
  effect: string,
  { status, value, code, message }: EffectStatus,
  verify: FactRead | undefined,
): ToolAnswer => {
  if (status === 'failed') return { status: 'error', code: code ?? 'TOOL_FAILED', message: message ?? '' }
  if (status === 'unclear' || verify?.error) return { status: 'waiting', effect }
  return { status: 'result', result: value, effect }
}
