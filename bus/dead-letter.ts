import type { RemitError } from '../contracts/errors.ts'
import type { Published, PublishOptions } from './publish.ts'
import type { Incoming } from './incoming.ts'
import type { Subjects } from './subjects.ts'

/** Header values are one line of plain text. */
const line = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 1000)

export type DeadLetter = { m: Incoming; names: string[]; stream: string; error: RemitError }

/**
 * Keeps a message that nobody can use: its body as received, under `remit.dead.<subject>`, with why in headers.
 * Its own headers go along, but none that the server acts on.
 */
export const createDeadLetter =
  (deps: {
    subjects: Subjects
    publish: (subject: string, bytes: Uint8Array, options: PublishOptions) => Promise<Published>
  }) =>
  async ({ m, names, stream, error }: DeadLetter): Promise<void> => {
    const kept = names
      .filter((name) => !/^(?:nats|remit)-/i.test(name) && name !== 'traceparent' && name.length <= 100)
      .slice(0, 20)
      .map((name) => [name, line(m.headers.get(name) ?? '')])
    await deps.publish(deps.subjects.dead(m.subject), m.bytes, {
      msgId: `dead-${stream}-${m.seq}-${Date.parse(m.time)}`,
      traceparent: m.traceparent === undefined ? undefined : line(m.traceparent),
      headers: {
        ...Object.fromEntries(kept),
        'Remit-Reason': line(error.message),
        'Remit-Code': error.code,
        'Remit-Attempts': String(m.deliveries),
        'Remit-Subject': line(m.subject),
        'Remit-Sequence': String(m.seq),
        'Remit-Stream': stream,
        'Remit-Time': m.time,
      },
    })
  }
