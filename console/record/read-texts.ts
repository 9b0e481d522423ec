import { z } from 'zod'
import { RemitError } from '../../contracts/errors.ts'
import { Digest } from '../../contracts/ids.ts'
import type { Envelope } from '../../contracts/envelope.ts'
import type { Store } from '../../store/port.ts'

/** Fields of events that hold the digest of a trail object; other digests (keys, states) address nothing. */
const addressed = [
  'content',
  'text',
  'payload',
  'input',
  'note',
  'reads',
  'reason',
  'why',
  'args',
  'facts',
  'message',
  'fact',
  'result',
  'reference',
]

export type TextRef = { event: string; at: string; field: string; digest: string }

/** The trail objects that these events speak of, in order. */
export const textRefs = (events: Envelope[]): TextRef[] =>
  events.flatMap((event) =>
    addressed.flatMap((field) => {
      const digest = Digest.safeParse(event.data[field])
      return digest.success ? [{ event: event.id, at: event.at, field, digest: digest.data }] : []
    }),
  )

export type Texts = (digest: string | null) => unknown

/** Texts and payloads are kept in an object of one field, so that a text and the text of a number differ. */
const Wrapped = z.union([
  z.strictObject({ text: z.string() }).transform(({ text }): unknown => text),
  z.strictObject({ payload: z.unknown() }).transform(({ payload }) => payload),
])
const unwrap = (value: unknown): unknown => {
  const wrapped = Wrapped.safeParse(value)
  return wrapped.success ? wrapped.data : value
}

const readOne = async (store: Pick<Store, 'getTrail'>, subject: string, digest: string): Promise<unknown> => {
  try {
    return unwrap(await store.getTrail(subject, digest))
  } catch (error) {
    // Erased, or not yet arrived: the page says so instead of failing as a whole.
    if (error instanceof RemitError && error.code === 'UNREADABLE') return null
    throw error
  }
}

/** Reads every text of a goal once; answers null for what is erased or was never kept. */
export const readTexts = async (
  store: Pick<Store, 'getTrail'>,
  goal: string,
  events: Envelope[],
): Promise<Texts> => {
  const digests = [...new Set(textRefs(events).map(({ digest }) => digest))]
  const values = await Promise.all(digests.map((digest) => readOne(store, goal, digest)))
  const texts = new Map(digests.map((digest, index) => [digest, values[index]]))
  return (digest) => (digest === null ? null : (texts.get(digest) ?? null))
}

/** One text; null where it is erased. */
export const readText = async (
  store: Pick<Store, 'getTrail'>,
  goal: string,
  digest: string,
): Promise<string | null> => {
  const value = await readOne(store, goal, digest)
  return typeof value === 'string' ? value : null
}
