import { connect } from '@nats-io/transport-node'

/** Would a submission be decided now? Asked with one that is refused by its schema, so that nothing is made of it. */
export const submitting = async (url: string): Promise<boolean> => {
  const connection = await connect({ servers: url, timeout: 2000 })
  try {
    const reply = await connection.request('remit.api.goals.submit', JSON.stringify({ goal: '' }), {
      timeout: 2000,
    })
    const answer: unknown = reply.json()
    return JSON.stringify(answer).includes('"SCHEMA"')
  } finally {
    await connection.close()
  }
}
