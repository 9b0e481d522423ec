import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'chai'
import { parse } from 'yaml'
import { z } from 'zod'
import { permissionTable } from '../bus/accounts.ts'
import { subjectsFor } from '../bus/subjects.ts'
import { asyncapi } from '../scripts/contracts/asyncapi.ts'
import { asAddress } from '../scripts/contracts/channel.ts'
import { channels } from '../scripts/contracts/channels.ts'
import { contractFiles } from '../scripts/contracts/contract-files.ts'
import { messageSchemas } from '../scripts/contracts/message-schemas.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const { version } = z.object({ version: z.string() }).parse(JSON.parse(read('package.json')))
const files = contractFiles(version)

const Ref = z.strictObject({ $ref: z.string() })
const Refs = z.record(z.string().regex(/^[a-zA-Z0-9.\-_]+$/), Ref)
/** What AsyncAPI 3.1 requires of the parts that the document uses, as its specification has it. */
const Document = z.strictObject({
  asyncapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  defaultContentType: z.string(),
  servers: z.record(z.string(), z.looseObject({ host: z.string(), protocol: z.string() })),
  channels: z.record(
    z.string(),
    z.looseObject({
      address: z.string().nullable(),
      parameters: z.record(z.string(), z.strictObject({ description: z.string() })).optional(),
      messages: Refs,
    }),
  ),
  operations: z.record(
    z.string().regex(/^[a-zA-Z0-9.\-_]+$/),
    z.looseObject({
      action: z.enum(['send', 'receive']),
      channel: Ref,
      messages: z.array(Ref),
      reply: z
        .strictObject({
          address: z.strictObject({
            location: z.string().regex(/^\$message\.(header|payload)#/),
            description: z.string(),
          }),
          channel: Ref,
          messages: z.array(Ref).min(1),
        })
        .optional(),
      'x-account': z.string(),
    }),
  ),
  components: z.strictObject({
    messages: z.record(
      z.string().regex(/^[a-zA-Z0-9.\-_]+$/),
      z.looseObject({ name: z.string(), payload: z.unknown() }),
    ),
  }),
})
const document = Document.parse(asyncapi(version))

const at = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((found, key) => z.record(z.string(), z.unknown()).parse(found)[key], document)
const refsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return []
  const ref = Ref.safeParse(value)
  return ref.success ? [ref.data.$ref] : Object.values(value).flatMap(refsIn)
}

/** Does the channel's subject have this subject among its own, or the other way round where that is a wildcard? */
const covers = (subject: string, other: string): boolean => {
  const [mine, theirs] = [subject.split('.'), other.split('.')]
  for (const [index, token] of theirs.entries()) {
    if (token === '>') return mine.length > index
    if (mine[index] === '--subject--') return true
    if (token !== '*' && mine[index] !== token && !mine[index]?.includes('--')) return false
  }
  return mine.length === theirs.length
}

describe('the generated contracts', () => {
  it('are in docs/ as `npm run build:contracts` makes them now', () => {
    const drifted = [...files].filter(([path, text]) => read(path) !== text).map(([path]) => path)
    expect(drifted, 'run npm run build:contracts').to.deep.equal([])
    const there = readdirSync(join(root, 'docs', 'schemas')).map((name) => `docs/schemas/${name}`)
    expect(there).to.have.members([...files.keys()].filter((path) => path.startsWith('docs/schemas/')))
  })

  it('come out the same each time', () => {
    expect([...contractFiles(version)]).to.deep.equal([...files])
  })

  it('say in YAML what the document says', () => {
    expect(parse(read('docs/asyncapi.yaml'))).to.deep.equal(asyncapi(version))
  })

  for (const name of Object.keys(messageSchemas))
    it(`describe ${name} by a schema that compiles`, () => {
      const ajv = formats.default(new Ajv2020({ strict: true, allowUnionTypes: true }))
      const schema: unknown = JSON.parse(read(`docs/schemas/${name}.json`))
      expect(() => ajv.compile(z.record(z.string(), z.unknown()).parse(schema))).not.to.throw()
    })

  it('tell a submission that fits from one that does not, as the supervisor does', () => {
    const check = formats
      .default(new Ajv2020())
      .compile(z.record(z.string(), z.unknown()).parse(JSON.parse(read('docs/schemas/submission.json'))))
    for (const value of [
      { goal: 'x' },
      { goal: '' },
      {},
      { goal: 'x', more: 1 },
      { goal: 'x', contract: 'y' },
    ])
      expect(check(value), JSON.stringify(value)).to.equal(
        messageSchemas['submission']?.safeParse(value).success,
      )
  })
})

describe('the AsyncAPI document', () => {
  it('points at nothing that is not there', () => {
    const refs = refsIn(document)
    expect(refs.length).to.be.above(100)
    for (const ref of refs)
      if (ref.startsWith('#/')) expect(at(ref), ref).not.to.equal(undefined)
      else expect(files.has(ref.replace('./', 'docs/')), ref).to.equal(true)
  })

  it('gives each parameter of an address a description, and no other', () => {
    for (const { address, parameters = {} } of Object.values(document.channels)) {
      const named = [...(address ?? '').matchAll(/\{([a-z]+)\}/g)].map(([, name]) => name)
      expect(Object.keys(parameters), String(address)).to.have.members(named)
      for (const { description } of Object.values(parameters)) expect(description).not.to.equal('')
    }
  })

  it('has operations that use messages of their own channel', () => {
    for (const { channel, messages, reply } of Object.values(document.operations)) {
      for (const { $ref } of messages)
        expect($ref.startsWith(`${channel.$ref}/messages/`), $ref).to.equal(true)
      for (const { $ref } of reply?.messages ?? [])
        expect($ref.startsWith(`${reply?.channel.$ref}/messages/`), $ref).to.equal(true)
    }
  })

  it('has a channel for every subject that the bus can spell, and no address twice', () => {
    const readers = /^(?:accountOf|goalOf|gatewayOf|nameOf|agentOf|subjectOf|prefix$)/
    const spelled = Object.entries(subjectsFor()).flatMap(([name, made]) => {
      if (readers.test(name)) return []
      if (typeof made === 'string') return [made]
      const call: (...tokens: string[]) => unknown = made
      if (name === 'api' || name === 'anyApi') return [String(call('goals.submit'))]
      return [String(name === 'apiFrom' ? call('acme', 'goals.submit') : call('acme', 'g1', 'ended'))]
    })
    expect(spelled.length).to.be.above(35)
    const without = spelled.filter((subject) => !channels.some((one) => covers(one.subject, subject)))
    expect(without).to.deep.equal([])
    const addresses = channels.map(({ subject }) => asAddress(subject))
    expect(new Set(addresses).size).to.equal(addresses.length)
  })

  it('lets nobody send what the accounts of the server do not', () => {
    const table = permissionTable({ agents: ['--agent--'], clients: ['--account--'] })
    const userOf = {
      supervisor: 'CORE',
      gateway: 'GATEWAY',
      console: 'CONSOLE',
      worker: 'AGENT_--agent--',
      client: 'CLIENT_--account--',
    }
    const denied = channels.flatMap(({ id, subject, from }) =>
      from
        .filter((party) => {
          const rights = table.find(({ name }) => name === userOf[party])?.users[0]?.publish ?? []
          return !rights.some((right) => covers(subject, right) || covers(right, subject))
        })
        .map((party) => `${party} on ${id}`),
    )
    expect(denied).to.deep.equal([])
  })
})
