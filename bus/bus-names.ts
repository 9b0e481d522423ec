import { RemitError } from '../contracts/errors.ts'
import { subjectToken } from './subjects.ts'

/** A name that would read as something else in a subject, a source of goals or a list of users. */
const reserved: ReadonlySet<string> = new Set([
  'api',
  'canary',
  'console',
  'control',
  'from',
  'gateway',
  'operator',
  'remit',
  'supervisor',
])

const free = (kind: string, name: string): string => {
  if (reserved.has(name)) throw new RemitError('BAD_CONFIG', { [kind]: name, reason: 'the name is reserved' })
  return subjectToken(name)
}

/** The client account of a connection without credentials from this machine. */
export const openClient = 'local'

/** The users that are neither agent nor client. */
export const platformUsers = ['supervisor', 'gateway', 'console'] as const
export type PlatformUser = (typeof platformUsers)[number]

/** User names: unlike for agents and clients, so that an agent and a client may bear the same name. */
export const userOfAgent = (agent: string): string => `agent-${free('agent', agent)}`
export const userOfClient = (client: string): string => `client-${free('client', client)}`

/** Account names of the server's configuration. */
export const accountOfAgent = (agent: string): string => `AGENT_${free('agent', agent)}`
export const accountOfClient = (client: string): string => `CLIENT_${free('client', client)}`

/** Where a user's answers arrive. Each user may subscribe to its own inbox only. */
export const inboxOf = (user: string): string => `_INBOX_${user}`

/** Under which an account other than CORE finds the JetStream API: `$JS.API` there is the account's own. */
export const agentApiPrefix = (prefix: string): string => `${subjectToken(prefix)}.js`

/** Every user that an installation needs a password for. */
export const allUsers = (agents: readonly string[], clients: readonly string[]): string[] => [
  ...platformUsers,
  ...agents.map(userOfAgent),
  ...clients.map(userOfClient),
]
