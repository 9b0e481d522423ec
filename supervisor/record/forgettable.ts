import type { Deps } from '../deps.ts'

/** Goals whose checkpoints nobody needs: ended longer ago than they are kept, or without a key to read them. */
export const forgettable = async (deps: Deps, goals: readonly string[]): Promise<string[]> => {
  const control = await deps.control.fresh()
  const { retention } = deps.policies.current(control).company.record
  const before = new Date(Date.parse(deps.now()) - retention.checkpoints).toISOString()
  const found: string[] = []
  for (const goal of goals) {
    const view = await deps.store.view(goal)
    const over = view === null || (view.ended !== null && view.ended < before)
    if (over || (await deps.store.threadKey(goal)) === null) found.push(goal)
  }
  return found
}
