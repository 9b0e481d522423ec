import type { State } from '../../supervisor/decider/state.ts'

/** What a replay must come to in every later release: what was done, decided and spent. */
export const summaryOf = (state: State) => {
  if (state === null) throw new Error('an empty log')
  const { id, version, status, workflow, chain, done, spent, wall, effects, approvals, tasks } = state
  return {
    id,
    version,
    status,
    class: state.class,
    code: state.endCode,
    workflow,
    chain,
    done,
    spent,
    wall,
    tasks: Object.values(tasks).map((task) => [task.id, task.agent, task.attempt, task.status]),
    effects: Object.values(effects).map((effect) => [effect.id, effect.status, effect.claim, effect.amount, effect.args]),
    approvals: Object.values(approvals).map((approval) => [approval.id, approval.status, approval.voters]),
  }
}
