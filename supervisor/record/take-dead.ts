import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Incoming } from '../../bus/incoming.ts'
import { parseJson } from '../../bus/incoming.ts'
import type { DeadContent } from '../../contracts/dead-content.ts'
import { Id } from '../../contracts/ids.ts'
import type { Deps } from '../deps.ts'

const OfGoal = z.object({ goal: Id })
const Signed = z.object({ signed: z.string() })
const OnGoal = z.object({ body: OfGoal })

/** The goal that a message speaks of, if there is such a goal; of a submission nobody can know. */
const goalOf = async (deps: Deps, bytes: Uint8Array): Promise<string | null> => {
  try {
    const data = parseJson(bytes)
    const signed = Signed.safeParse(data)
    const named = signed.success
      ? OnGoal.safeParse(JSON.parse(signed.data.signed)).data?.body.goal
      : OfGoal.safeParse(data).data?.goal
    return named !== undefined && (await deps.cache.load(named)) !== null ? named : null
  } catch (error) {
    // What is no JSON is dead for just that reason, and belongs to no goal.
    if (error instanceof Error && (error.name === 'SyntaxError' || error.name === 'RemitError')) return null
    throw error
  }
}

const names = ['traceparent', 'Nats-Msg-Id']

/** `remit.dead.>`: taken into the store, sealed under the key of whom it is about; the stream is emptied of it. */
export const takeDead =
  (deps: Deps) =>
  async (m: Incoming): Promise<void> => {
    const header = (name: string): string => m.headers.get(name) ?? ''
    const content: DeadContent = {
      body: Buffer.from(m.bytes).toString('base64'),
      headers: Object.fromEntries(
        names.flatMap((name) => (header(name) === '' ? [] : [[name, header(name)]])),
      ),
      reason: header('Remit-Reason'),
    }
    const subject = deps.bus.subjects.subjectOfDead(m.subject)
    const id = `d_${createHash('sha256').update(`${m.seq} ${m.time} ${subject}`).digest('hex').slice(0, 24)}`
    await deps.store.putDead(
      {
        id,
        at: m.time,
        goal: await goalOf(deps, m.bytes),
        retried: null,
        subject,
        stream: header('Remit-Stream'),
        code: header('Remit-Code'),
        attempts: Number(header('Remit-Attempts')) || 0,
        size: m.size,
      },
      content,
    )
  }
