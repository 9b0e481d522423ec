import type { ErrorCode } from '../../contracts/errors.ts'

/** One guard, and what the code would be without it. `from` stands once in the file. */
export type Mutant = {
  guard: string
  file: string
  from: string
  to: string
  /** the model must miss it, too, without being told where to look */
  model: boolean
  /** the sentence of the governance specification that the guard stands for */
  says?: string
  /** what must turn red where it is neither the model nor a test of the decider: `file` or `file#words of a title` */
  tests?: readonly string[]
  /** refusals that would not come without it */
  codes?: readonly ErrorCode[]
}

export const decider = (
  file: string,
  guard: string,
  from: string,
  to: string,
  model: boolean,
  says = '',
  ...codes: ErrorCode[]
): Mutant => ({ guard, file: `supervisor/decider/${file}`, from, to, model, says, codes })

type Off = { off: string; from: string; to?: string; says: string; codes?: readonly ErrorCode[] }

/** Guards of one file outside the decider, that one set of tests must miss. */
export const guardsOf = (file: string, tests: readonly string[], guards: readonly Off[]): Mutant[] =>
  guards.map(({ off, from, to = '', says, codes = [] }) => ({
    guard: off,
    file,
    from,
    to,
    model: false,
    says,
    tests,
    codes,
  }))
