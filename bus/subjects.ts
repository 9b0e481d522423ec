import { RemitError } from '../contracts/errors.ts'

const oneToken = /^[A-Za-z0-9_-]{1,80}$/

/**
 * Checks that a name is one token of a subject: letters, digits, `_` and `-`, at most 80. A dot, a wildcard or a
 * space would let a name reach subjects that are not its own.
 * @throws RemitError SCHEMA
 */
export const subjectToken = (name: string): string => {
  if (!oneToken.test(name)) {
    throw new RemitError('SCHEMA', {
      name,
      expected: 'one subject token: letters, digits, _ and -, at most 80',
    })
  }
  return name
}

const tokens = (name: string): string => name.split('.').map(subjectToken).join('.')

/**
 * The one place that spells a subject. Names in the plural with `any` are wildcards for those who listen.
 * The parsers take a subject that this table made and return one of its tokens.
 * @param prefix one token; two installations on one NATS use two prefixes (`REMIT_PREFIX`)
 */
export const subjectsFor = (prefix = 'remit') => {
  const p = subjectToken(prefix)
  const t = subjectToken
  const token = (at: number, first: string) => (subject: string) => {
    const parts = subject.split('.')
    const found = parts[at]
    if (parts[0] !== p || parts[1] !== first || found === undefined) {
      throw new RemitError('SCHEMA', { subject, expected: `${p}.${first}.…` })
    }
    return found
  }
  const agentToken = (subject: string): string => {
    const parts = subject.split('.')
    const found = parts[2]
    if (parts[0] !== p || !agentSubjects.has(parts[1] ?? '') || found === undefined) {
      throw new RemitError('SCHEMA', { subject, expected: 'a subject that ends in an agent' })
    }
    return found
  }
  const deadPrefix = `${p}.dead.`
  return {
    prefix: p,
    /** what a client publishes to; its account maps it to `intakeFrom(account)` */
    intake: `${p}.intake`,
    intakeFrom: (account: string) => `${p}.intake.from.${t(account)}`,
    anyIntake: `${p}.intake.from.*`,
    /** what a client asks, such as `goals.submit`; its account maps it to `apiFrom(account, name)` */
    api: (name: string) => `${p}.api.${tokens(name)}`,
    apiFrom: (account: string, name: string) => `${p}.api.from.${t(account)}.${tokens(name)}`,
    anyApi: (name: string) => `${p}.api.from.*.${tokens(name)}`,
    anyApiOfAll: `${p}.api.from.>`,
    allApi: `${p}.api.>`,
    allApiFrom: (account: string) => `${p}.api.from.${t(account)}.>`,
    events: (account: string, goal: string, event: string) =>
      `${p}.events.${t(account)}.${t(goal)}.${t(event)}`,
    eventsControl: (event: string) => `${p}.events.control.${t(event)}`,
    eventsOf: (account: string) => `${p}.events.${t(account)}.>`,
    allEvents: `${p}.events.>`,
    dead: (subject: string) => `${deadPrefix}${subject}`,
    allDead: `${deadPrefix}>`,
    tasks: (agent: string) => `${p}.tasks.${t(agent)}`,
    anyTasks: `${p}.tasks.*`,
    work: (agent: string) => `${p}.work.${t(agent)}`,
    anyWork: `${p}.work.*`,
    outcomes: (agent: string) => `${p}.outcomes.${t(agent)}`,
    anyOutcomes: `${p}.outcomes.*`,
    tools: (agent: string) => `${p}.tools.${t(agent)}`,
    anyTools: `${p}.tools.*`,
    trail: (agent: string, goal: string) => `${p}.trail.${t(agent)}.${t(goal)}`,
    trailOf: (agent: string) => `${p}.trail.${t(agent)}.*`,
    trailGateway: (goal: string) => `${p}.trail.gateway.${t(goal)}`,
    anyTrail: `${p}.trail.*.*`,
    authorise: `${p}.authorise`,
    results: (gateway: string) => `${p}.results.${t(gateway)}`,
    anyResults: `${p}.results.*`,
    effects: `${p}.effects`,
    /** `gateway`, or `worker-<agent>` */
    offers: (name: string) => `${p}.offers.${t(name)}`,
    anyOffers: `${p}.offers.*`,
    settings: `${p}.settings`,
    control: `${p}.control`,
    commands: `${p}.commands`,
    heads: `${p}.heads`,
    notices: `${p}.notices`,
    /** what readiness publishes to see whether messages are still stored */
    canary: `${p}.canary`,

    accountOfIntake: token(3, 'intake'),
    accountOfApi: token(3, 'api'),
    accountOfEvent: token(2, 'events'),
    goalOfTrail: token(3, 'trail'),
    gatewayOfResults: token(2, 'results'),
    nameOfOffer: token(2, 'offers'),
    /** the agent of a tasks, work, outcomes, tools or trail subject (`gateway` for the gateway's trail) */
    agentOf: agentToken,
    /** the subject that a dead letter was first published on */
    subjectOfDead: (subject: string): string => {
      if (!subject.startsWith(deadPrefix))
        throw new RemitError('SCHEMA', { subject, expected: `${deadPrefix}…` })
      return subject.slice(deadPrefix.length)
    },
  }
}

const agentSubjects: ReadonlySet<string> = new Set(['tasks', 'work', 'outcomes', 'tools', 'trail'])

export type Subjects = ReturnType<typeof subjectsFor>
