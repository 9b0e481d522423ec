import type { AuthoriseAnswer, AuthoriseRequest } from '../../contracts/tools.ts'
import { haltedBy } from '../control/control-state.ts'
import { callSliceSeconds } from '../decider/terms.ts'
import type { Deps } from '../deps.ts'
import { putWhy } from '../record/trail-text.ts'

/** A slice of tool calls: 10 s of life, so that a halt or a cancel is felt by the next one. */
export const serveCalls = async (
  deps: Deps,
  asked: Extract<AuthoriseRequest, { op: 'calls' }>,
): Promise<AuthoriseAnswer> => {
  const control = await deps.control.fresh()
  const handled = await deps.handle({
    goal: asked.goal,
    cause: asked.id,
    by: { kind: 'gateway', id: asked.gateway },
    traceparent: '',
    build: async (state) => {
      if (state === null) return null
      const halt = haltedBy(control.halts, { goal: state.id, workflow: state.workflow, agent: asked.agent })
      if (halt) return null
      const why = await putWhy(deps.store, state.id, { sentence: 'The goal has used all its tool calls.' })
      const { task, attempt, worker, want } = asked
      return { command: { type: 'Calls', at: deps.now(), task, attempt, worker, want, why } }
    },
  })
  const until = new Date(Date.parse(deps.now()) + callSliceSeconds * 1000).toISOString()
  const drawn = handled.events.find((event) => event.type === 'BudgetDrawn')
  if (drawn?.type === 'BudgetDrawn') return { do: 'calls', granted: drawn.data.calls, until }
  if (handled.answer.kind === 'later') return { do: 'later', code: handled.answer.code }
  const code = handled.answer.kind === 'refused' ? handled.answer.code : 'HALTED'
  return { do: 'drop', code }
}
