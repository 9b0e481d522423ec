import { z } from 'zod'
import type { Envelope } from '../../contracts/envelope.ts'
import { isErrorCode } from '../../contracts/errors.ts'
import type { ErrorCode } from '../../contracts/errors.ts'
import { eventToken } from '../../contracts/events.ts'
import type { Store } from '../../store/port.ts'

const Issues = z.array(z.object({ path: z.string(), message: z.string() }))
export type Outcome =
  | { kind: 'done'; events: string[] }
  | { kind: 'refused'; code: ErrorCode; issues?: z.infer<typeof Issues> }

const refusals = new Set(['CommandRefused', 'CommandRefusedHere'])

const outcomeOf = (events: Envelope[]): Outcome | null => {
  if (events.length === 0) return null
  const refused = events.find((event) => refusals.has(event.type))
  if (refused === undefined) return { kind: 'done', events: events.map((event) => eventToken(event.type)) }
  const { code } = refused.data
  const issues = Issues.safeParse(refused.data['issues'])
  return {
    kind: 'refused',
    code: typeof code === 'string' && isErrorCode(code) ? code : 'INTERNAL',
    ...(issues.success ? { issues: issues.data } : {}),
  }
}

/** What the record says became of a command, in the first of these logs that has it; null while nothing does. */
export const findOutcome = async (
  store: Pick<Store, 'byCause'>,
  logs: string[],
  command: string,
): Promise<Outcome | null> => {
  const found = await Promise.all(logs.map(async (log) => outcomeOf(await store.byCause(log, command))))
  return found.find((outcome) => outcome !== null) ?? null
}
