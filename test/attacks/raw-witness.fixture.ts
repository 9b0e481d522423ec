import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import type { NatsConnection } from '@nats-io/transport-node'
import type { BusAccount } from '../../bus/accounts.ts'
import type { TestNats } from '../../bus/start-nats-for-test.ts'

/** What was seen: in which account, on which subject. `delivery`: a stream handed it to a consumer. */
export type Sighting = { account: string; subject: string; delivery: boolean; data: string }

const witnessOf = (account: string): string => `witness-${account}`

export const witnessUsers = (accounts: readonly string[]): string[] => accounts.map(witnessOf)

/** Adds to each account a user that sees all of it. */
export const withWitnesses = (table: readonly BusAccount[]): BusAccount[] =>
  table.map((account) =>
    account.name === 'SYS'
      ? account
      : {
          ...account,
          users: [...account.users, { user: witnessOf(account.name), publish: ['>'], subscribe: ['>'] }],
        },
  )

const sentinels = [
  'remit.intake.from.sentinel',
  'remit.tasks.sentinel',
  'remit.outcomes.sentinel',
  'remit.trail.sentinel.g',
  'remit.results.sentinel',
  'remit.events.sentinel.g.e',
  'remit.dead.sentinel',
  'remit.effects',
  'remit.commands',
  'remit.heads',
]

export type Witness = {
  core: NatsConnection
  sightings: Sighting[]
  /** messages in streams, by subject, and the consumers of tasks with what they have handed out */
  snapshot: () => Promise<{ messages: Map<string, number>; handedOut: Map<string, number> }>
  /** resolves when all that was sent before has been stored and seen */
  settle: (attacker: NatsConnection) => Promise<void>
  close: () => Promise<void>
}

export const startWitness = async (nats: TestNats, accounts: readonly string[]): Promise<Witness> => {
  const sightings: Sighting[] = []
  const enter = (account: string, inboxPrefix: string): Promise<NatsConnection> => {
    const user = witnessOf(account)
    return connect({ servers: nats.url, user, pass: nats.password(user), noAsyncTraces: true, inboxPrefix })
  }
  const connections = await Promise.all(
    accounts.map(async (account) => {
      // The supervisor answers to inboxes of CORE's users alone.
      const connection = await enter(account, '_INBOX_supervisor')
      connection.subscribe('>', {
        callback: (error, msg) => {
          if (error) throw error
          const delivery = msg.reply?.startsWith('$JS.ACK.') ?? false
          sightings.push({
            account,
            subject: msg.subject,
            delivery,
            data: Buffer.from(msg.data).toString('latin1'),
          })
        },
      })
      await connection.flush()
      return connection
    }),
  )
  const [core] = connections
  const anAgent = connections[accounts.findIndex((name) => name.startsWith('AGENT_'))]
  if (core === undefined || anAgent === undefined) throw new Error('CORE comes first, then some agent')
  const manager = await jetstreamManager(core, { checkAPI: false })
  return {
    core,
    sightings,
    snapshot: async () => {
      const messages = new Map<string, number>()
      for await (const { config } of manager.streams.list()) {
        const info = await manager.streams.info(config.name, { subjects_filter: '>' })
        messages.set(`${config.name} sequences`, info.state.last_seq)
        for (const [subject, count] of Object.entries(info.state.subjects ?? {})) messages.set(subject, count)
      }
      const handedOut = new Map<string, number>()
      for await (const info of manager.consumers.list('REMIT_TASKS')) {
        handedOut.set(info.name, info.delivered.consumer_seq)
      }
      return { messages, handedOut }
    },
    settle: async (attacker) => {
      // Twice: what a stand-in answers to the first round may itself be routed on.
      for (let round = 0; round < 2; round += 1) {
        await attacker.flush()
        await core.request('remit.settings', '{}', { timeout: 5000 })
        await anAgent.request('remit.tools.triage', '{}', { timeout: 5000 })
        for (const subject of sentinels)
          await core.request(subject, 'sentinel', { timeout: 5000 }).catch((e: unknown) => {
            throw new Error(subject + ' ' + sightings.length + JSON.stringify(sightings.slice(-3)), {
              cause: e,
            })
          })
        await Promise.all(connections.map((connection) => connection.flush()))
      }
    },
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()))
    },
  }
}

/** How many sentinels `settle` leaves on a subject. */
export const sentinelsOn = (subject: string): number => (sentinels.includes(subject) ? 2 : 0)
