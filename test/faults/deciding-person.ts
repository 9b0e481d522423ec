import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { CommandAnswer } from '../../contracts/http/answers.ts'
import type { ApiClient } from '../../cli/api-client.ts'
import type { Dice } from './dice.ts'

const Waiting = z.object({ items: z.array(z.object({ id: z.string(), kind: z.string() })) })

/** The operator at the console: looks at the inbox again and again, approves most of it and rejects the rest. */
export const decidingPerson = (
  client: () => Promise<ApiClient>,
  dice: Dice,
  log: (line: string) => void,
): { stop: () => Promise<void> } => {
  const stopping = new AbortController()
  const told = new Set<string>()
  const decide = async (api: ApiClient, id: string): Promise<void> => {
    const decision = dice.chance(0.85) ? 'approve' : 'reject'
    const { data } = await api.call({
      path: 'decision',
      segments: { id },
      method: 'POST',
      body: { decision, note: 'looked at' },
      answer: CommandAnswer,
    })
    log(`${decision} ${id}: ${data.state}`)
  }
  const look = async (): Promise<void> => {
    const api = await client()
    const { data } = await api.call({ path: 'inbox', query: { kind: 'approval' }, answer: Waiting })
    for (const { id } of data.items.filter(({ kind }) => kind === 'approval'))
      await decide(api, id).catch((error: unknown) => {
        if (!told.has(String(error))) log(`decision on ${id}: ${String(error)}`)
        told.add(String(error))
      })
  }
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      // The console is among what is killed: whoever uses it comes back.
      await look().catch((error: unknown) => {
        if (!told.has(String(error))) log(`inbox: ${String(error)}`)
        told.add(String(error))
      })
      await pause(400, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const looping = loop()
  return {
    stop: async () => {
      stopping.abort()
      await looping
    },
  }
}
