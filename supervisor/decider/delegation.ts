/** One place in a delegation: who works in it, the last one after handoffs, and how it ended. */
export type DelegateChild = {
  tasks: string[]
  contract: string
  /** agent, contract and payload as a digest: the same again after an answer is a loop */
  identity: string
  /** of the goal's budgets it may use so much; null = whatever is left */
  tokens: number | null
  calls: number | null
  status: 'open' | 'ok' | 'failed' | 'timeout'
  code: string
  content: string | null
}

/** What a task waits for: `open` until every child has ended or the time is over. */
export type Delegation = {
  id: string
  task: string
  attempt: number
  due: string
  status: 'open' | 'over'
  children: DelegateChild[]
}
