import { headers } from '@nats-io/transport-node'
import type { MsgHdrs } from '@nats-io/transport-node'

/**
 * The attack list: subjects spelled by hand and not by the table under test, so that a slip in the table shows.
 */
export const agents = ['triage', 'support', 'finance']
export const clients = ['local', 'acme']

const streams = [
  'REMIT_INTAKE',
  'REMIT_TASKS',
  'REMIT_OUTCOMES',
  'REMIT_TRAIL',
  'REMIT_RESULTS',
  'REMIT_EFFECTS',
  'REMIT_COMMANDS',
  'REMIT_EVENTS',
  'REMIT_DEAD',
  'REMIT_HEADS',
  'REMIT_ADVISORIES',
  'REMIT_CANARY',
]

const inRemit = [
  'remit.intake',
  ...[...clients, 'sys'].flatMap((name) => [
    `remit.intake.from.${name}`,
    `remit.api.from.${name}.goals.submit`,
    `remit.events.${name}.g1.ended`,
  ]),
  'remit.api.goals.submit',
  'remit.api.from.acme.from.local.goals.submit',
  'remit.events.control.halted',
  ...[...agents, 'gateway', 'research'].flatMap((name) => [
    `remit.tasks.${name}`,
    `remit.work.${name}`,
    `remit.outcomes.${name}`,
    `remit.tools.${name}`,
    `remit.trail.${name}.g1`,
    `remit.offers.worker-${name}`,
    `remit.dead.remit.tasks.${name}`,
  ]),
  'remit.offers.gateway',
  'remit.authorise',
  'remit.results.gw1',
  'remit.effects',
  'remit.settings',
  'remit.control',
  'remit.commands',
  'remit.heads',
  'remit.canary',
  'remit.decisions',
  'remit.dead.remit.effects',
  'remit.dead.remit.intake.from.acme',
]

const inJetStream = [
  '$JS.API.INFO',
  '$JS.API.STREAM.NAMES',
  '$JS.API.STREAM.LIST',
  '$JS.API.STREAM.CREATE.EVIL',
  ...streams.flatMap((stream) => [
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.PURGE.${stream}`,
    `$JS.API.STREAM.DELETE.${stream}`,
    `$JS.API.STREAM.UPDATE.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.STREAM.MSG.DELETE.${stream}`,
    `$JS.API.DIRECT.GET.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}.evil`,
    `$JS.API.CONSUMER.NAMES.${stream}`,
  ]),
  ...[...agents, 'supervisor', 'gateway'].flatMap((consumer) => [
    `$JS.API.CONSUMER.INFO.REMIT_TASKS.${consumer}`,
    `$JS.API.CONSUMER.MSG.NEXT.REMIT_TASKS.${consumer}`,
    `$JS.API.CONSUMER.DELETE.REMIT_TASKS.${consumer}`,
    `remit.js.CONSUMER.INFO.REMIT_TASKS.${consumer}`,
    `remit.js.CONSUMER.MSG.NEXT.REMIT_TASKS.${consumer}`,
    `remit.js.CONSUMER.DELETE.REMIT_TASKS.${consumer}`,
  ]),
  ...['REMIT_INTAKE', 'REMIT_OUTCOMES', 'REMIT_RESULTS', 'REMIT_COMMANDS', 'REMIT_TRAIL'].flatMap(
    (stream) => [
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.supervisor`,
      `remit.js.CONSUMER.MSG.NEXT.${stream}.supervisor`,
    ],
  ),
  '$JS.API.CONSUMER.INFO.REMIT_EFFECTS.gateway',
  '$JS.API.CONSUMER.MSG.NEXT.REMIT_EFFECTS.gateway',
  'remit.js.STREAM.PURGE.REMIT_TASKS',
  'remit.js.INFO',
]

const inSystem = [
  '$SYS.REQ.SERVER.PING',
  '$SYS.REQ.ACCOUNT.PING',
  '$SYS.REQ.USER.INFO',
  '$SYS.ACCOUNT.CORE.CONNECT',
  '$SRV.PING',
  '_R_.abc123',
  '_INBOX_supervisor.x.1',
  '_INBOX_gateway.x.1',
  '_INBOX_console.x.1',
  '_INBOX_agent-support.x.1',
  '_INBOX.x.1',
]

/** What is tried with publish, request and each kind of header. */
export const targets = [...inRemit, ...inJetStream, ...inSystem]

/** What is tried as the reply of what an account may publish. */
export const replyTargets = [...inRemit, ...inJetStream, ...inSystem]

/** What is tried with subscribe, and what is published for it to be heard. */
export const wideSubscriptions = [
  '>',
  '*',
  '*.*',
  '*.*.*',
  'remit.>',
  'remit.*.*',
  'remit.events.>',
  'remit.events.*.*.*',
  'remit.tasks.*',
  'remit.outcomes.*',
  'remit.tools.>',
  'remit.dead.>',
  '$JS.>',
  '$JS.API.>',
  '$JS.ACK.>',
  '$JS.EVENT.>',
  '$SYS.>',
  '$SYS.REQ.>',
  '_R_.>',
  '_INBOX.>',
  '_INBOX_supervisor.>',
  '_INBOX_agent-support.>',
]

const header = (fields: Record<string, string>): MsgHdrs => {
  const all = headers()
  for (const [name, value] of Object.entries(fields)) all.set(name, value)
  return all
}

/** Headers that make a server do something. */
export const hostileHeaders = (): MsgHdrs[] => [
  header({ 'Nats-Rollup': 'all' }),
  header({ 'Nats-Rollup': 'sub' }),
  header({ 'Nats-Schedule': '@at 2020-01-01T00:00:00Z', 'Nats-Schedule-Target': 'remit.outcomes.support' }),
  header({ 'Nats-Schedule': '@every 1s', 'Nats-Schedule-Target': 'remit.commands' }),
  header({ 'Nats-TTL': '1s' }),
  header({ 'Nats-Trace-Dest': 'remit.outcomes.support' }),
  header({ 'Nats-Trace-Dest': 'remit.commands', 'Nats-Trace-Only': 'true' }),
  header({ 'Nats-Request-Info': '{"acc":"CORE","user":"supervisor"}' }),
  header({ 'Nats-Msg-Id': 'chosen', 'Nats-Expected-Stream': 'REMIT_COMMANDS' }),
  header({ 'Nats-Stream-Source': 'REMIT_COMMANDS 1 > >', 'Nats-Subject': 'remit.commands' }),
]

/** Whether a subject is one of a pattern with `*` and `>`. */
export const fits = (pattern: string, subject: string): boolean => {
  const wanted = pattern.split('.')
  const parts = subject.split('.')
  for (const [n, token] of wanted.entries()) {
    if (token === '>') return parts.length > n
    if (parts[n] === undefined || (token !== '*' && token !== parts[n])) return false
  }
  return wanted.length === parts.length
}
