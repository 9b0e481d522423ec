import { connect } from '@nats-io/transport-node'
import type { NatsConnection } from '@nats-io/transport-node'
import { expect } from 'chai'
import type { BusAccount } from '../../bus/accounts.ts'
import {
  agents,
  clients,
  fits,
  hostileHeaders,
  replyTargets,
  targets,
  wideSubscriptions,
} from './raw-attacks.fixture.ts'
import { sentinelsOn, startWitness, withWitnesses, witnessUsers } from './raw-witness.fixture.ts'
import type { Witness } from './raw-witness.fixture.ts'
import { startTestNats } from '../../bus/start-nats-for-test.ts'
import type { TestNats } from '../../bus/start-nats-for-test.ts'

/** What one account may do, by hand: where its publishes may arrive in CORE, and what it may hear. */
type May = {
  user: string
  own: string[]
  account: string
  doors: Record<string, string>
  hear: string[]
  inbox: string
}

const agentMay = (a: string): May => ({
  user: `agent-${a}`,
  own: [`remit.tasks.${a}`],
  account: `AGENT_${a}`,
  inbox: `_INBOX_agent-${a}`,
  hear: [`_INBOX_agent-${a}.>`],
  doors: {
    [`remit.js.CONSUMER.INFO.REMIT_TASKS.${a}`]: `$JS.API.CONSUMER.INFO.REMIT_TASKS.${a}`,
    [`remit.js.CONSUMER.MSG.NEXT.REMIT_TASKS.${a}`]: `$JS.API.CONSUMER.MSG.NEXT.REMIT_TASKS.${a}`,
    [`$JS.ACK.REMIT_TASKS.${a}.>`]: `$JS.ACK.REMIT_TASKS.${a}.>`,
    [`remit.work.${a}`]: `remit.work.${a}`,
    [`remit.tools.${a}`]: `remit.tools.${a}`,
    'remit.settings': 'remit.settings',
    [`remit.offers.worker-${a}`]: `remit.offers.worker-${a}`,
    [`remit.outcomes.${a}`]: `remit.outcomes.${a}`,
    [`remit.trail.${a}.*`]: `remit.trail.${a}.*`,
    [`remit.dead.remit.tasks.${a}`]: `remit.dead.remit.tasks.${a}`,
  },
})
const clientMay = (c: string): May => ({
  user: `client-${c}`,
  own: [],
  account: `CLIENT_${c}`,
  inbox: '_INBOX',
  hear: [`_INBOX_client-${c}.>`, '_INBOX.>', `remit.events.${c}.>`],
  doors: { 'remit.intake': `remit.intake.from.${c}`, 'remit.api.>': `remit.api.from.${c}.>` },
})
const same = (subjects: string[]): Record<string, string> => Object.fromEntries(subjects.map((s) => [s, s]))
const platformMay: May[] = [
  {
    user: 'gateway',
    own: ['remit.effects'],
    account: 'GATEWAY',
    inbox: '_INBOX_gateway',
    hear: ['_INBOX_gateway.>', 'remit.tools.*', 'remit.control'],
    doors: {
      ...same([
        'remit.authorise',
        'remit.settings',
        'remit.offers.gateway',
        'remit.results.*',
        'remit.trail.gateway.*',
        'remit.dead.remit.effects',
        '$JS.ACK.REMIT_EFFECTS.gateway.>',
      ]),
      'remit.js.CONSUMER.INFO.REMIT_EFFECTS.gateway': '$JS.API.CONSUMER.INFO.REMIT_EFFECTS.gateway',
      'remit.js.CONSUMER.MSG.NEXT.REMIT_EFFECTS.gateway': '$JS.API.CONSUMER.MSG.NEXT.REMIT_EFFECTS.gateway',
    },
  },
  {
    user: 'console',
    own: [],
    account: 'CONSOLE',
    inbox: '_INBOX_console',
    hear: ['_INBOX_console.>', 'remit.events.>', 'remit.control'],
    doors: same(['remit.commands', 'remit.settings']),
  },
]

const platform = ['CORE', 'GATEWAY', 'CONSOLE']
const accounts = [...platform, ...agents.map((a) => `AGENT_${a}`), ...clients.map((c) => `CLIENT_${c}`)]

type Found = { tried: number; refused: number; answered: string[]; forged: string[]; heard: string[] }

/** A server with stand-ins that send back what they are asked: the worst that a service can answer. */
const startScene = async (table: (accounts: BusAccount[]) => BusAccount[], names: readonly string[]) => {
  const nats = await startTestNats(process.env, { agents, clients, users: witnessUsers(names), table })
  const supervisor = await nats.supervisor()
  const gateway = await nats.gateway()
  const echo = async (m: { data: unknown }): Promise<unknown> => m.data
  for (const subject of [
    'remit.work.*',
    'remit.offers.*',
    'remit.settings',
    'remit.authorise',
    'remit.api.from.>',
  ]) {
    supervisor.serve(subject, {}, echo)
  }
  gateway.serve('remit.tools.*', {}, echo)
  const witness = await startWitness(nats, names)
  for (const agent of agents) {
    for (let n = 0; n < 5; n += 1) await supervisor.publish(`remit.tasks.${agent}`, { task: `${agent}-${n}` })
    await supervisor.publish(`remit.outcomes.${agent}`, { seed: true })
    await supervisor.publish(`remit.trail.${agent}.g1`, { seed: true })
  }
  for (const client of clients) {
    await supervisor.publish(`remit.intake.from.${client}`, { seed: true })
    await supervisor.publish(`remit.events.${client}.g1.ended`, { seed: true })
  }
  for (const subject of [
    'remit.effects',
    'remit.commands',
    'remit.heads',
    'remit.results.gw1',
    'remit.dead.x',
  ]) {
    await supervisor.publish(subject, { seed: true })
  }
  return {
    nats,
    witness,
    supervisor,
    close: async () => witness.close().then(() => nats[Symbol.asyncDispose]()),
  }
}
type Scene = Awaited<ReturnType<typeof startScene>>

const enter = async (nats: TestNats, may: May): Promise<NatsConnection> =>
  may.user === 'client-local'
    ? connect({ servers: nats.url, noAsyncTraces: true })
    : connect({
        servers: nats.url,
        user: may.user,
        pass: nats.password(may.user),
        inboxPrefix: may.inbox,
        noAsyncTraces: true,
      })

/** A subject under a door that ends in a wildcard. */
const under = (door: string): string => door.replace('.>', '.goals.submit').replace('.*', '.g1')

/** An ack subject of a message that this consumer holds now. */
const heldBy = async (witness: Witness, agent: string): Promise<string> => {
  const next = `$JS.API.CONSUMER.MSG.NEXT.REMIT_TASKS.${agent}`
  const msg = await witness.core.request(next, '{"batch":1,"expires":2000000000}', {
    timeout: 3000,
    noMux: true,
  })
  return msg.reply ?? ''
}

const publishAll = (attacker: NatsConnection, may: May, held: Map<string, string>): number => {
  let tried = 0
  const send = (subject: string, body: string, more: Parameters<NatsConnection['publish']>[2] = {}): void => {
    attacker.publish(subject, body, more)
    tried += 1
  }
  for (const subject of targets) {
    send(subject, '{"forged":"publish"}')
    send(subject, '{"forged":"request"}', { reply: `${may.inbox}.answers.${subject}` })
    for (const headers of hostileHeaders()) send(subject, '{"forged":"header"}', { headers })
  }
  for (const [agent, ack] of held) {
    if (may.user === `agent-${agent}`) continue
    for (const word of ['+ACK', '+TERM', '-NAK', '+WPI', '+NXT']) send(ack, word)
  }
  const own = held.get(may.user.replace('agent-', ''))
  const bodies = (door: string): string[] => {
    if (door.includes('MSG.NEXT'))
      return ['{"batch":1,"expires":1000000000}', '{"batch":1,"no_wait":true}', '{bad']
    if (door.includes('$JS.ACK')) return ['+NXT {"batch":1,"no_wait":true}', '+WPI', '+ACK']
    return ['{"forged":"reply"}', '{bad']
  }
  for (const door of Object.keys(may.doors)) {
    const subject = door.startsWith('$JS.ACK') ? own : under(door)
    if (subject === undefined || door.startsWith('_')) continue
    for (const reply of replyTargets) for (const body of bodies(door)) send(subject, body, { reply })
  }
  return tried
}

const attack = async ({ nats, witness, supervisor }: Scene, may: May): Promise<Found> => {
  const attacker = await enter(nats, may)
  const answered = new Set<string>()
  let refused = 0
  const follow = async (): Promise<void> => {
    for await (const event of attacker.status()) if (event.type === 'error') refused += 1
  }
  void follow()
  attacker.subscribe(`${may.inbox}.answers.>`, {
    callback: (error, msg) => {
      if (error || (msg.data.length === 0 && msg.headers?.code === 503)) return
      const asked = msg.subject.split('.answers.')[1]
      // A task that was pulled comes under its own subject.
      if (asked !== undefined || !may.own.includes(msg.subject)) answered.add(asked ?? msg.subject)
    },
  })
  // Enough tasks that each pull of the attack gets one.
  for (const agent of agents) {
    if (may.user !== `agent-${agent}`) continue
    await Promise.all(
      Array.from({ length: 3 * replyTargets.length }, (_, n) =>
        supervisor.publish(`remit.tasks.${agent}`, { forged: n }),
      ),
    )
  }
  const held = new Map<string, string>()
  for (const agent of agents) {
    await supervisor.publish(`remit.tasks.${agent}`, { task: 'held' })
    held.set(agent, await heldBy(witness, agent))
  }
  await witness.settle(attacker)
  const before = await witness.snapshot()
  witness.sightings.length = 0
  const tried = publishAll(attacker, may, held)
  await witness.settle(attacker)
  const sightings = witness.sightings.splice(0)
  const after = await witness.snapshot()

  const allowed = (subject: string): boolean =>
    Object.values(may.doors).some((pattern) => fits(pattern, subject)) || fits(`${may.inbox}.>`, subject)
  const forged = new Set<string>()
  for (const [subject, count] of after.messages) {
    const more = count - (before.messages.get(subject) ?? 0) - sentinelsOn(subject)
    if (more > 0 && !subject.includes(' ') && !allowed(subject)) forged.add(`stored ${more} on ${subject}`)
  }
  for (const [subject, count] of before.messages) {
    if ((after.messages.get(subject) ?? 0) < count && !may.own.includes(subject)) {
      forged.add(`took away from ${subject}`)
    }
  }
  for (const [consumer, count] of after.handedOut) {
    if (count !== before.handedOut.get(consumer) && may.user !== `agent-${consumer}`) {
      forged.add(`took tasks of ${consumer}`)
    }
  }
  for (const { account, subject, delivery, data } of sightings) {
    if (data === 'sentinel' || data === '{}' || delivery) continue
    // What an account does to itself is its own affair.
    if (account === may.account) continue
    const serves = account === 'CORE' || (account === 'GATEWAY' && subject.startsWith('remit.tools.'))
    const consequence = /^(?:_R_\.|\$JS\.EVENT\.|_INBOX_supervisor\.)/.test(subject)
    if (!consequence && !(serves && allowed(subject))) forged.add(`${account} saw ${subject}`)
  }
  const heard = await listen(witness, attacker, may)
  await outlived(attacker, may)
  await attacker.close()
  return { tried, refused, answered: [...answered].toSorted(), forged: [...forged].toSorted(), heard }
}

/**
 * Waits for the end of a pull that outlasts those of the attack: that each of them is over is also told to its reply
 * subject, and must not be taken for a deed of whoever attacks next.
 */
const outlived = async (attacker: NatsConnection, may: May): Promise<void> => {
  const next = Object.keys(may.doors).find((door) => door.includes('MSG.NEXT'))
  if (next === undefined) return
  await attacker.request(next, '{"batch":1,"expires":1200000000}', { timeout: 30_000, noMux: true })
}

/** Subscribes to everything, then has everything published in CORE: what arrives that this account may not hear. */
const listen = async (witness: Witness, attacker: NatsConnection, may: May): Promise<string[]> => {
  const heard = new Set<string>()
  for (const subject of [...wideSubscriptions, ...targets]) {
    if (subject.includes('answers')) continue
    attacker.subscribe(subject, { callback: (error, msg) => void (error ?? heard.add(msg.subject)) })
    attacker.subscribe(subject, {
      queue: 'remit',
      callback: (error, msg) => void (error ?? heard.add(msg.subject)),
    })
  }
  await attacker.flush()
  for (const subject of targets) if (!subject.startsWith('$JS.API')) witness.core.publish(subject, '{}')
  await witness.core.flush()
  await attacker.flush()
  return [...heard]
    .filter((subject) => ![...may.hear, ...may.own].some((pattern) => fits(pattern, subject)))
    .toSorted()
}

const shown = (may: May, found: Found): void => {
  const { tried, refused, answered, forged, heard } = found
  process.stdout.write(
    `      ${may.user}: ${tried} attempts, ${refused} refused aloud, ${answered.length} subjects answered, ` +
      `${forged.length} forged, ${heard.length} overheard\n`,
  )
}

/** One account for all agents, as if they were one domain of trust: what the design forbids. */
const oneAccount = (table: BusAccount[]): BusAccount[] => {
  const isAgent = ({ name }: BusAccount): boolean => name.startsWith('AGENT_')
  const doors = new Map(
    table.filter(isAgent).flatMap((account) => account.doors.map((door) => [door.local, door])),
  )
  const shared: BusAccount = {
    name: 'AGENT_shared',
    jetstream: false,
    doors: [...doors.values()],
    users: table.filter(isAgent).flatMap((account) => account.users),
  }
  return [...table.filter((account) => !isAgent(account)), shared]
}

describe('a raw client with the credentials of', function () {
  this.timeout(120_000)
  let scene: Scene
  before(async () => {
    scene = await startScene(withWitnesses, accounts)
  })
  after(() => scene.close())

  for (const agent of agents) {
    const may = agentMay(agent)
    it(`agent ${agent} reaches nothing but its own subjects`, async () => {
      const found = await attack(scene, may)
      shown(may, found)
      expect(found.forged).to.deep.equal([])
      expect(found.heard).to.deep.equal([])
      expect(
        found.answered.filter((s) => !Object.keys(may.doors).some((door) => fits(door, s))),
      ).to.deep.equal([])
      expect(found.answered).to.include.members([
        `remit.work.${agent}`,
        `remit.tools.${agent}`,
        'remit.settings',
      ])
      expect(found.refused).to.be.above(targets.length)
    })
  }
  for (const client of clients) {
    const may = clientMay(client)
    it(`client ${client} reaches nothing but intake, the API and its own events`, async () => {
      const found = await attack(scene, may)
      shown(may, found)
      expect(found.forged).to.deep.equal([])
      expect(found.heard).to.deep.equal([])
      expect(
        found.answered.filter((s) => !Object.keys(may.doors).some((door) => fits(door, s))),
      ).to.deep.equal([])
      expect(found.answered).to.include.members(['remit.intake', 'remit.api.goals.submit'])
    })
  }
  for (const may of platformMay) {
    it(`the ${may.user} reaches nothing but its own subjects`, async () => {
      const found = await attack(scene, may)
      shown(may, found)
      expect(found.heard).to.deep.equal([])
      expect(
        found.answered.filter((s) => !Object.keys(may.doors).some((door) => fits(door, s))),
      ).to.deep.equal([])
      expect(found.forged).to.deep.equal([])
    })
  }

  it('an agent that shares its account with others forges their messages: the check sees it', async () => {
    const shared = await startScene(
      (table) => withWitnesses(oneAccount(table)),
      [...platform, 'AGENT_shared', ...clients.map((c) => `CLIENT_${c}`)],
    )
    try {
      const may = { ...agentMay('triage'), account: 'AGENT_shared' }
      const found = await attack(shared, may)
      shown(may, found)
      expect(found.forged.filter((what) => what.startsWith('stored'))).to.not.be.empty
      expect(found.forged.join('\n')).to.contain('remit.outcomes.support')
    } finally {
      await shared.close()
    }
  })
})
