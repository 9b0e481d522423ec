import {
  accountOfAgent,
  accountOfClient,
  inboxOf,
  agentApiPrefix,
  userOfAgent,
  userOfClient,
} from './bus-names.ts'
import { streamNames } from './streams.ts'
import { subjectsFor } from './subjects.ts'

/** What a user may publish and subscribe; requests are publishes. */
export type Rights = { publish: readonly string[]; subscribe: readonly string[] }
export type BusUser = Rights & { user: string }
/**
 * A door of one account that stands open to another. `there` is its name in the account that it belongs to, `local`
 * its name in the account that goes through it.
 * service: the account asks or publishes. stream: the account hears. `answers: 'stream'`: one request, many answers.
 * `threshold`: how long an answer may take; after two minutes the server forgets where it belongs.
 */
export type Door = {
  of: 'CORE' | 'GATEWAY'
  kind: 'service' | 'stream'
  there: string
  local: string
  answers?: 'stream'
  threshold?: string
}
export type BusAccount = {
  name: string
  jetstream: boolean
  doors: readonly Door[]
  users: readonly BusUser[]
}

export type Installation = {
  prefix?: string
  agents: readonly string[]
  clients: readonly string[]
}

/** Above the longest time that a tool may take. */
const toolAnswer = '15m'

const service = (there: string, more: Partial<Door> = {}): Door => ({
  of: 'CORE',
  kind: 'service',
  there,
  local: there,
  ...more,
})
const stream = (there: string): Door => ({ of: 'CORE', kind: 'stream', there, local: there })

/** To pull from one consumer and to acknowledge; nothing else of JetStream. */
const pullDoors = (prefix: string, from: string, consumer: string): Door[] => {
  const api = agentApiPrefix(prefix)
  const info = `CONSUMER.INFO.${from}.${consumer}`
  const next = `CONSUMER.MSG.NEXT.${from}.${consumer}`
  return [
    service(`$JS.API.${info}`, { local: `${api}.${info}` }),
    service(`$JS.API.${next}`, { local: `${api}.${next}`, answers: 'stream' }),
    service(`$JS.ACK.${from}.${consumer}.>`),
  ]
}

/** Everything an agent reaches: its own tasks, its own subjects, nothing else. */
const agentDoors = (prefix: string, agent: string): Door[] => {
  const s = subjectsFor(prefix)
  return [
    ...pullDoors(prefix, streamNames(prefix).tasks, agent),
    service(s.work(agent)),
    service(s.tools(agent), { of: 'GATEWAY', threshold: toolAnswer }),
    service(s.settings),
    service(s.offers(`worker-${agent}`)),
    service(s.outcomes(agent)),
    service(s.trailOf(agent)),
    // What the agent's worker could not read of its own tasks: without this it would be lost without a word.
    service(s.dead(s.tasks(agent))),
  ]
}

const gatewayDoors = (prefix: string): Door[] => {
  const s = subjectsFor(prefix)
  return [
    ...pullDoors(prefix, streamNames(prefix).effects, 'gateway'),
    service(s.authorise),
    service(s.settings),
    service(s.offers('gateway')),
    service(s.anyResults),
    service(s.trailOf('gateway')),
    service(s.dead(s.effects)),
    stream(s.control),
  ]
}

const consoleDoors = (prefix: string): Door[] => {
  const s = subjectsFor(prefix)
  return [
    ...pullDoors(prefix, streamNames(prefix).notices, 'console'),
    service(s.commands),
    service(s.settings),
    service(s.dead(s.notices)),
    stream(s.allEvents),
    stream(s.control),
  ]
}

/** A client puts goals in and hears its own events; the account is stamped here, never taken from a message. */
const clientDoors = (prefix: string, client: string): Door[] => {
  const s = subjectsFor(prefix)
  return [
    service(s.intakeFrom(client), { local: s.intake }),
    service(s.allApiFrom(client), { local: s.allApi }),
    stream(s.eventsOf(client)),
  ]
}

const supervisorRights = (prefix: string): BusUser => {
  const s = subjectsFor(prefix)
  const inbox = `${inboxOf('supervisor')}.>`
  return {
    user: 'supervisor',
    publish: [`${s.prefix}.>`, '$JS.API.>', '$JS.ACK.>', '$SRV.>', '_R_.>', inbox],
    subscribe: [s.anyApiOfAll, s.anyWork, s.anyOffers, s.authorise, s.settings, s.control, '$SRV.>', inbox],
  }
}

type Extra = { inboxes?: readonly string[]; publish?: readonly string[]; subscribe?: readonly string[] }

const account = (name: string, user: string, doors: Door[], extra: Extra = {}): BusAccount => {
  const local = (kind: Door['kind']) => doors.filter((door) => door.kind === kind).map((door) => door.local)
  const inboxes = [`${inboxOf(user)}.>`, ...(extra.inboxes ?? [])]
  return {
    name,
    jetstream: false,
    doors,
    users: [
      {
        user,
        publish: [...local('service'), ...(extra.publish ?? [])],
        subscribe: [...local('stream'), ...inboxes, ...(extra.subscribe ?? [])],
      },
    ],
  }
}

/**
 * The permission table: CORE with the streams and the supervisor, then an account for the gateway, for the console,
 * for each agent and for each client, then SYS, which nobody may enter.
 * Nobody shares an account, and nobody but the supervisor is in CORE: where a message's reply leads is checked
 * against no permission, so that within an account every reader of one subject can write to all, the JetStream API
 * included. Over a door a reply leads back to the asker's own account only.
 */
export const permissionTable = ({ prefix = 'remit', agents, clients }: Installation): BusAccount[] => [
  { name: 'CORE', jetstream: true, doors: [], users: [supervisorRights(prefix)] },
  account('GATEWAY', 'gateway', gatewayDoors(prefix), {
    // Every request over a door carries a reply under `_R_.`; to answer anywhere else is refused.
    publish: ['_R_.>'],
    subscribe: [subjectsFor(prefix).anyTools],
  }),
  account('CONSOLE', 'console', consoleDoors(prefix)),
  ...agents.map((agent) => account(accountOfAgent(agent), userOfAgent(agent), agentDoors(prefix, agent))),
  ...clients.map((client) =>
    account(accountOfClient(client), userOfClient(client), clientDoors(prefix, client), {
      // Where clients of any language expect their answers; the account has nobody else in it.
      inboxes: ['_INBOX.>'],
    }),
  ),
  { name: 'SYS', jetstream: false, doors: [], users: [] },
]
