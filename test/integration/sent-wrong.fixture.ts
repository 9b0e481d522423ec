import { jetstream } from '@nats-io/jetstream'
import { connect, headers as makeHeaders, type Msg } from '@nats-io/transport-node'
import { z } from 'zod'

export const Rejected = z.object({
  code: z.string(),
  message: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })),
})
const Answer = z.looseObject({
  id: z.string().optional(),
  error: z.looseObject({ code: z.string(), message: z.string() }).optional(),
})

/** A client without credentials that sends what it likes, and hears what becomes of it. */
export const startSender = async (url: string) => {
  const nats = await connect({ servers: url })
  // The event may come before the ack that names it.
  const heard = new Map<string, PromiseWithResolvers<Msg>>()
  const hearing = (subject: string): PromiseWithResolvers<Msg> => {
    const known = heard.get(subject) ?? Promise.withResolvers<Msg>()
    heard.set(subject, known)
    return known
  }
  nats.subscribe('remit.events.local.>', {
    callback: (_, message) => hearing(message.subject).resolve(message),
  })
  await nats.flush()
  return {
    /** stored on remit.intake; resolves with the event that says why no goal comes of it */
    rejected: async (body: string | Uint8Array) => {
      const ack = await jetstream(nats).publish('remit.intake', body, { timeout: 5000 })
      const told = await hearing(`remit.events.local.intake-${ack.seq}.rejected`).promise
      return { seq: ack.seq, event: Rejected.parse(told.json()) }
    },
    asked: async (body: string | Uint8Array) => {
      const headers = makeHeaders()
      const reply = await nats.request('remit.api.goals.submit', body, { timeout: 10_000, headers })
      return Answer.parse(reply.json())
    },
    [Symbol.asyncDispose]: () => nats.close(),
  }
}
