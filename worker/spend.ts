import type { Drawn, Used } from '../contracts/work.ts'
import type { HostedModel } from './model-port.ts'

/** Tokens of one attempt: drawn before they are spent, counted as the provider says, or in full where it does not. */
export type Spend = {
  /** Draws what the slice does not cover. Throws OVER_BUDGET or NO_PRICE when there is no more. */
  cover(tokens: number): Promise<void>
  spent(tokens: { input: number; output: number }): void
  used(): Used
}

export const makeSpend = (
  slice: { tokens: number },
  model: HostedModel,
  draw: (tokens: number) => Promise<Drawn>,
): Spend => {
  let left = slice.tokens
  let tokens = 0
  let cost = 0
  return {
    cover: async (needed) => {
      if (left < needed) left += (await draw(needed - left)).tokens
    },
    spent: ({ input, output }) => {
      left -= input + output
      tokens += input + output
      cost += model.costOf({ input, output })
    },
    used: () => ({ tokens, cost, ...(tokens > 0 && { model: model.name }) }),
  }
}
