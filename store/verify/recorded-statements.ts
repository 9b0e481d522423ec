import { Envelope } from '../../contracts/envelope.ts'
import { recordEvents } from '../../contracts/events/record-events.ts'
import type { Store } from '../port.ts'
import { SignedHeads } from '../signed-heads.ts'

const dataOf = (event: unknown, wanted: string): unknown => {
  const type: unknown = typeof event === 'object' && event !== null ? Reflect.get(event, 'type') : null
  if (type !== wanted) return null
  return Envelope.safeParse(event).data?.data ?? null
}

/** The statement of heads that an event of the control log holds, null for every other event. */
export const statementOf = (event: unknown): SignedHeads | null =>
  SignedHeads.safeParse(dataOf(event, 'HeadsSigned')).data ?? null

/** Logs whose events were removed as a whole because their time was over, as an event of the control log names them. */
export const expiredIn = (event: unknown): readonly string[] =>
  recordEvents.RetentionRun.safeParse(dataOf(event, 'RetentionRun')).data?.logs ?? []

async function* controlEvents(store: Pick<Store, 'logs' | 'load'>): AsyncGenerator {
  // U+002F ends the prefix, U+0030 follows it: only logs `control/…` are read.
  for (const { log } of await store.logs('control/')) if (log < 'control0') yield* await store.load(log)
}

/**
 * The signed statements that the record itself holds, for an audit that has none from outside. They cannot be
 * forged without the key, but whoever cuts off the end of the control log takes the last of them away unseen.
 */
export const recordedStatements = async (
  source: { store: Pick<Store, 'logs' | 'load'> } | { events: AsyncIterable<unknown> },
): Promise<SignedHeads[]> => {
  const statements: SignedHeads[] = []
  for await (const event of 'store' in source ? controlEvents(source.store) : source.events) {
    const statement = statementOf(event)
    if (statement) statements.push(statement)
  }
  return statements
}

/** The rotations of signing keys that the record names, unchecked. */
export const recordedRotations = async (
  source: { store: Pick<Store, 'logs' | 'load'> } | { events: AsyncIterable<unknown> },
): Promise<unknown[]> => {
  const rotations: unknown[] = []
  for await (const event of 'store' in source ? controlEvents(source.store) : source.events) {
    const rotation = dataOf(event, 'KeyRotated')
    if (rotation !== null) rotations.push(rotation)
  }
  return rotations
}
