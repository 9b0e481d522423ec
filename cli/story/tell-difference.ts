import type { DifferenceShown } from '../../contracts/http/goal-page.ts'
import { formatValue } from '../format-value.ts'

/** What is not as it was in the request whose place this one takes, a line each. */
export const tellDifference = (difference: readonly DifferenceShown[]): string[] =>
  difference.map(
    ({ what, before, after }) => `Changed ${what}: ${formatValue(before)} -> ${formatValue(after)}`,
  )
