import {
  accountOfAgent,
  accountOfClient,
  agentApiPrefix,
  inboxOf,
  userOfAgent,
  userOfClient,
} from './bus-names.ts'
import { coreRights } from './core-rights.ts'
import { streamNames } from './streams.ts'
import { subjectsFor } from './subjects.ts'

/** What a user may publish and subscribe; requests are publishes. */
export type Rights = { publish: readonly string[]; subscribe: readonly string[] }
export type BusUser = Rights & { user: string }
/**
 * A door of CORE that stands open to one account. `local` is its name in that account.
 * service: the account asks or publishes. stream: the account hears. `answers: 'stream'`: one request, many answers.
 * `threshold`: how long an answer may take; after two minutes the server forgets where it belongs.
 */
export type Door = {
  kind: 'service' | 'stream'
  core: string
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

const service = (core: string, more: Partial<Door> = {}): Door => ({
  kind: 'service',
  core,
  local: core,
  ...more,
})

/** Everything an agent reaches: its own tasks, its own subjects, nothing else. */
const agentDoors = (prefix: string, agent: string): Door[] => {
  const s = subjectsFor(prefix)
  const { tasks } = streamNames(prefix)
  const api = agentApiPrefix(prefix)
  const next = `CONSUMER.MSG.NEXT.${tasks}.${agent}`
  const info = `CONSUMER.INFO.${tasks}.${agent}`
  return [
    service(`$JS.API.${info}`, { local: `${api}.${info}` }),
    service(`$JS.API.${next}`, { local: `${api}.${next}`, answers: 'stream' }),
    service(`$JS.ACK.${tasks}.${agent}.>`),
    service(s.work(agent)),
    service(s.tools(agent), { threshold: toolAnswer }),
    service(s.settings),
    service(s.offers(`worker-${agent}`)),
    service(s.outcomes(agent)),
    service(s.trailOf(agent)),
    // What the agent's worker could not read of its own tasks: without this it would be lost without a word.
    service(s.dead(s.tasks(agent))),
  ]
}

/** A client puts goals in and hears its own events; the account is stamped here, never taken from a message. */
const clientDoors = (prefix: string, client: string): Door[] => {
  const s = subjectsFor(prefix)
  return [
    service(s.intakeFrom(client), { local: s.intake }),
    service(s.allApiFrom(client), { local: s.allApi }),
    { kind: 'stream', core: s.eventsOf(client), local: s.eventsOf(client) },
  ]
}

const account = (name: string, user: string, doors: Door[], inboxes: string[]): BusAccount => {
  const local = (kind: Door['kind']) => doors.filter((door) => door.kind === kind).map((door) => door.local)
  return {
    name,
    jetstream: false,
    doors,
    users: [{ user, publish: local('service'), subscribe: [...local('stream'), ...inboxes] }],
  }
}

/**
 * The permission table: CORE with its three users, then an account for each agent and each client, then SYS, which
 * nobody may enter. One account per agent and never a shared one: a reply subject is routed through all imports of
 * an account without a permission check, so agents of one account can forge each other's messages.
 */
export const permissionTable = ({ prefix = 'remit', agents, clients }: Installation): BusAccount[] => [
  { name: 'CORE', jetstream: true, doors: [], users: coreRights(prefix) },
  ...agents.map((agent) => {
    const user = userOfAgent(agent)
    return account(accountOfAgent(agent), user, agentDoors(prefix, agent), [`${inboxOf(user)}.>`])
  }),
  ...clients.map((client) => {
    const user = userOfClient(client)
    // `_INBOX.>` is where clients of any language expect their answers; the account has nobody else in it.
    return account(accountOfClient(client), user, clientDoors(prefix, client), [
      '_INBOX.>',
      `${inboxOf(user)}.>`,
    ])
  }),
  { name: 'SYS', jetstream: false, doors: [], users: [] },
]
