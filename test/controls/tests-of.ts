import type { Mutant } from '../mutants/mutant.ts'

export const deciderTests = ['supervisor/decider/**/*.test.ts', 'supervisor/reactor/*.test.ts']
export const modelTests = ['supervisor/model/*.test.ts']

/** The tests that must turn red when this guard is off, as `file` or `file#words of a title`. */
export const testsOf = ({ model, tests }: Mutant): readonly string[] =>
  tests ?? (model ? modelTests : deciderTests)
