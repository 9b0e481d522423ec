import { StorageType } from '@nats-io/jetstream'
import { streamPlans, type StreamPlan } from '../../bus/streams.ts'
import { asAddress, type Channel, type Party } from './channel.ts'
import { channels } from './channels.ts'

/** The account of the server that a party connects in, by the table of bus/accounts.ts. */
const accounts: Readonly<Record<Party, string>> = {
  client: 'CLIENT_{client}',
  supervisor: 'CORE',
  worker: 'AGENT_{agent}',
  gateway: 'GATEWAY',
  console: 'CONSOLE',
}

const parameters: Readonly<Record<string, string>> = {
  account: 'the account that a goal came through',
  agent: "the agent's name",
  event: "the record's name of the event in kebab-case, Goal left off",
  gateway: 'the name of one gateway process',
  goal: "the goal's id",
  name: 'who offers: gateway, or worker- and the agent',
  sequence: "the message's sequence in the intake stream",
  subject: 'the whole subject that the message came on',
}

const ref = (path: string) => ({ $ref: path })
const messageOf = (name: string) => ref(`#/components/messages/${name}`)
const inChannel = (id: string, name: string) => ref(`#/channels/${id}/messages/${name}`)
const keyed = <T>(names: readonly string[], value: (name: string) => T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, value(name)]))
const answersId = ({ id }: Channel): string => `${id}Answers`

/** Does a stream take this subject? Its patterns have `*` for a token and `>` for the rest. */
const takes = (pattern: string, subject: string): boolean => {
  const given = subject.split('.')
  const wanted = pattern.split('.')
  return (
    wanted.every(
      (token, at) => token === '>' || (given[at] !== undefined && (token === '*' || token === given[at])),
    ) &&
    (wanted.at(-1) === '>' || wanted.length === given.length)
  )
}
const streamOf = (subject: string): StreamPlan | undefined =>
  streamPlans({ agents: [] }).find(({ subjects }) => subjects.some((pattern) => takes(pattern, subject)))

const nanosecondsPerDay = 86_400 * 1e9
const jetStream = (subject: string): Record<string, unknown> => {
  const stream = streamOf(subject)
  if (stream === undefined) return {}
  return {
    'x-jetstream': {
      stream: stream.name,
      storage: stream.storage === StorageType.Memory ? 'memory' : 'file',
      retention: stream.retention,
      ...(stream.max_age === 0 ? {} : { days: stream.max_age / nanosecondsPerDay }),
    },
  }
}

const channelsOf = (channel: Channel): [string, object][] => {
  const { id, subject, kind, messages, answers, says } = channel
  const address = asAddress(subject)
  const names = [...address.matchAll(/\{([a-z]+)\}/g)].map(([, name]) => name ?? '')
  const asked = {
    address,
    title: id,
    description: says,
    ...(names.length === 0
      ? {}
      : { parameters: keyed(names, (name) => ({ description: parameters[name] ?? '' })) }),
    messages: keyed(messages, messageOf),
    'x-kind': kind,
    ...jetStream(subject),
  }
  if (answers === undefined) return [[id, asked]]
  const answered = {
    address: null,
    title: answersId(channel),
    description: `Answers on ${id}, to the inbox that the request names.`,
    messages: keyed(answers, messageOf),
    'x-kind': 'answer',
  }
  return [
    [id, asked],
    [answersId(channel), answered],
  ]
}

const operationsOf = (channel: Channel): [string, object][] => {
  const { id, messages, answers, from, to } = channel
  const operation = (party: Party, action: 'send' | 'receive') => ({
    action,
    channel: ref(`#/channels/${id}`),
    title: `${party} ${action}s on ${id}`,
    tags: [{ name: party }],
    messages: messages.map((name) => inChannel(id, name)),
    ...(answers === undefined
      ? {}
      : {
          reply: {
            address: { location: '$message.header#/reply', description: "the request's reply subject" },
            channel: ref(`#/channels/${answersId(channel)}`),
            messages: answers.map((name) => inChannel(answersId(channel), name)),
          },
        }),
    'x-account': accounts[party],
  })
  return [
    ...from.map((party): [string, object] => [`${party}.${id}.send`, operation(party, 'send')]),
    ...to.map((party): [string, object] => [`${party}.${id}.receive`, operation(party, 'receive')]),
  ]
}

const text = { type: 'string' }
const constant = (value: string) => ({ type: 'string', const: value })
const eventHeaders = {
  type: 'object',
  required: ['ce-specversion', 'ce-id', 'ce-type', 'ce-source'],
  properties: {
    'ce-specversion': constant('1.0'),
    'ce-id': text,
    'ce-type': text,
    'ce-source': text,
    'ce-subject': text,
    'ce-time': { type: 'string', format: 'date-time' },
    traceparent: text,
  },
}
const deadLetter = {
  name: 'dead-letter',
  title: 'dead-letter',
  contentType: 'application/octet-stream',
  headers: {
    type: 'object',
    required: [
      'Remit-Reason',
      'Remit-Code',
      'Remit-Attempts',
      'Remit-Subject',
      'Remit-Sequence',
      'Remit-Stream',
    ],
    properties: keyed(
      [
        'Remit-Reason',
        'Remit-Code',
        'Remit-Attempts',
        'Remit-Subject',
        'Remit-Sequence',
        'Remit-Stream',
        'Remit-Time',
      ],
      () => text,
    ),
  },
  payload: { description: 'the message as it was received' },
}
const message = (name: string): object =>
  name === 'dead-letter'
    ? deadLetter
    : {
        name,
        title: name,
        contentType: 'application/json',
        ...(name.startsWith('event-') || name === 'rejected' ? { headers: eventHeaders } : {}),
        payload: ref(`./schemas/${name}.json`),
      }

/** The AsyncAPI 3.1 document of the bus: every subject, its messages, who sends and who receives, in which account. */
export const asyncapi = (version: string): Record<string, unknown> => {
  const used = new Set(channels.flatMap(({ messages, answers = [] }) => [...messages, ...answers]))
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'Remit, on NATS',
      version,
      description:
        'Every subject that Remit uses. The prefix `remit` is REMIT_PREFIX. Each party connects in an account of its own, named beside each operation; docs/protocol.md says what is committed before and after each message.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      embedded: {
        host: '127.0.0.1:4222',
        protocol: 'nats',
        description: 'the nats-server that npm start runs; NATS_PORT, or NATS_URL for another',
      },
    },
    channels: Object.fromEntries(channels.flatMap(channelsOf)),
    operations: Object.fromEntries(channels.flatMap(operationsOf)),
    components: { messages: keyed([...used], message) },
  }
}
