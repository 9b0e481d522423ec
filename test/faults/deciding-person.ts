import { setTimeout as pause } from 'node:timers/promises'
import { CommandAnswer } from '../../contracts/http/answers.ts'
import { Inbox, type InboxEntry } from '../../contracts/http/inbox.ts'
import type { ApiClient } from '../../cli/api-client.ts'
import type { Dice } from './dice.ts'

type Deps = {
  client: () => Promise<ApiClient>
  dice: Dice
  /** what the shop's own pages would show: is there a refund with this reference? */
  inShop: (reference: string) => boolean
  log: (line: string) => void
}

/**
 * The operator at the console: looks at the inbox again and again, approves most of it, rejects the rest, and says of
 * an effect that nobody could settle what the shop itself shows.
 */
export const decidingPerson = ({ client, dice, inShop, log }: Deps): { stop: () => Promise<void> } => {
  const stopping = new AbortController()
  const told = new Set<string>()
  const once = (what: string) => (error: unknown) => {
    const line = `${what}: ${String(error)}`
    if (!told.has(line)) log(line)
    told.add(line)
  }
  const approve = async (api: ApiClient, id: string): Promise<void> => {
    const decision = dice.chance(0.85) ? 'approve' : 'reject'
    const segments = { id }
    const body = { decision, note: 'looked at' }
    const answer = CommandAnswer
    const { data } = await api.call({ path: 'decision', segments, method: 'POST', body, answer })
    log(`${decision} ${id}: ${data.state}`)
  }
  const look = async (api: ApiClient, { goalId, effects }: InboxEntry): Promise<void> => {
    for (const { id: effect } of effects.filter(({ status }) => status === 'unknown')) {
      const happened = inShop(effect)
      const segments = { id: goalId, effect }
      const body = { reference: happened ? effect : 'no refund in the shop', happened }
      const answer = CommandAnswer
      const { data } = await api.call({ path: 'byPerson', segments, method: 'POST', body, answer })
      log(`${effect} of ${goalId} ${happened ? 'happened' : 'did not happen'}: ${data.state}`)
    }
  }
  const round = async (): Promise<void> => {
    const api = await client()
    const { data } = await api.call({ path: 'inbox', answer: Inbox })
    for (const entry of data.items) {
      const decided = entry.kind === 'approval' ? approve(api, entry.id) : look(api, entry)
      await decided.catch(once(entry.id))
    }
  }
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      // The console is among what is killed: whoever uses it comes back.
      await round().catch(once('inbox'))
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
