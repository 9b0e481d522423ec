import { connect, type NatsConnection } from '@nats-io/transport-node'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { goalIdOf } from '../../contracts/goal-id.ts'
import type { PlannedGoal } from './goal-plan.ts'

const Acknowledged = z.object({ stream: z.string(), seq: z.int() })

/** A client as interface.md has it: the account `local`, one subject, and the same message again until it is acknowledged. */
export const goalSender = async (url: string) => {
  const connection: NatsConnection = await connect({ servers: url })
  const acknowledged: string[] = []
  return {
    acknowledged: (): readonly string[] => acknowledged,
    /** `twice`: the client did not hear the first answer and sends it again, as one does */
    send: async ({ id, text }: PlannedGoal, twice: boolean): Promise<void> => {
      const message = JSON.stringify({ id, goal: text })
      for (let left = twice ? 2 : 1; left > 0;) {
        const reply = await connection.request('remit.intake', message, { timeout: 3000 }).catch(() => null)
        if (reply !== null && Acknowledged.safeParse(reply.json()).success) left -= 1
        else await pause(200)
      }
      acknowledged.push(goalIdOf('local', id))
    },
    close: () => connection.close(),
  }
}
