/** 0 as asked, 1 failed, 2 wrong use, 3 with a person, 4 not reachable. */
export type ExitCode = 0 | 1 | 2 | 3 | 4

/** Ends the command with a message and an exit code. `problem` is what `--json` prints. */
export class CliFailure extends Error {
  readonly exit: ExitCode
  readonly problem: Readonly<Record<string, unknown>>
  constructor(
    exit: ExitCode,
    message: string,
    problem: Record<string, unknown> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options)
    this.name = 'CliFailure'
    this.exit = exit
    this.problem = problem
  }
}
