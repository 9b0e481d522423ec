import type { ErrorCode } from '../contracts/errors.ts'

/**
 * What became of one call.
 * answered: the tool answered, within its schema. refused: the tool, or the door before it, definitively answered
 * that it did not do it (`fault` is the tool's own code where it gave one). unsent: nothing reached the system.
 * unclear: everything else; whether it was done is not known.
 */
export type CallOutcome =
  | { kind: 'answered'; value: unknown }
  | { kind: 'refused'; code: ErrorCode; message: string; fault: string | undefined; said: unknown }
  | { kind: 'unsent'; code: ErrorCode; message: string }
  | { kind: 'unclear'; code: ErrorCode; message: string }
