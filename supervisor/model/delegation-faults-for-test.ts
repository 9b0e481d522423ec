import type { Goal } from '../decider/state.ts'

/** No child outlives whoever waits for it, is wider or deeper than it may be, or works under a contract of theirs. */
export const delegationFaults = (goal: Goal): string[] => {
  const faults: string[] = []
  const no = (wrong: boolean, what: string): void => void (wrong && faults.push(what))
  const above = new Map<string, string>()
  for (const { task, children } of Object.values(goal.delegations))
    for (const child of children) for (const id of child.tasks) above.set(id, task)
  for (const delegation of Object.values(goal.delegations)) {
    no(delegation.children.length > 8, `${delegation.id} is too wide`)
    const open = delegation.status === 'open'
    const waits = goal.tasks[delegation.task]
    no(open && waits?.status !== 'parked', `${delegation.id} is open and nobody waits`)
    for (const child of delegation.children) {
      const held = goal.tasks[child.tasks.at(-1) ?? '']
      const works = held !== undefined && held.status !== 'over'
      no(
        open && works !== (child.status === 'open'),
        `${held?.id} is ${held?.status}, its place ${child.status}`,
      )
      no(!open && works, `${held?.id} outlives ${delegation.id}`)
      const contracts: (string | undefined)[] = []
      for (let id = above.get(held?.id ?? ''); id !== undefined; id = above.get(id))
        contracts.push(goal.tasks[id]?.contract)
      no(contracts.length > 3, `${held?.id} is too deep`)
      no(contracts.includes(held?.contract), `${held?.id} works under a contract from above`)
    }
  }
  return faults
}
