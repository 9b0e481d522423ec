import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect } from 'chai'
import { silentLog } from '../bus/bus-log.ts'
import type { SystemSetting } from '../contracts/platform.ts'
import { Withheld } from './dispatch.ts'
import { connectSystem } from './system-connection.ts'
import { startTinySystem, type TinyTool } from './tiny-system.fixture.ts'

const setting = (where: Partial<SystemSetting>): SystemSetting => ({
  name: 'tiny',
  timeoutSeconds: 2,
  maxBytes: 100_000,
  reads: ['echo'],
  idempotency: {},
  probe: [],
  ...where,
})

/** A connection, and a way to wait for the next change of its state. */
const open = async (where: Partial<SystemSetting>, relistMs = 60_000) => {
  let changed = Promise.withResolvers<void>()
  const connection = connectSystem(setting(where), {
    log: silentLog,
    relistMs,
    backoffMs: { first: 20, longest: 50 },
    onChange: () => {
      changed.resolve()
      changed = Promise.withResolvers()
    },
  })
  await connection.tried
  return {
    connection,
    async until(holds: () => boolean) {
      while (!holds()) await changed.promise
    },
    call(
      name: string,
      more: { headers?: Record<string, string>; beforeWrite?: () => void; args?: object } = {},
    ) {
      const tool = connection.state().tools.get(`tiny.${name}`)
      if (!tool) throw new Error(`no tool ${name}`)
      const { headers = {}, beforeWrite = () => {}, args = {} } = more
      return connection.call(tool, {
        args: { ...args },
        meta: { k: 'v' },
        headers,
        timeoutMs: 1000,
        beforeWrite,
      })
    },
    [Symbol.asyncDispose]: () => connection.close(),
  }
}

const echo = (seen: unknown[] = []): TinyTool => ({
  definition: { name: 'echo', inputSchema: { type: 'object' } },
  call: async (args, headers, meta) => {
    seen.push({ args, key: headers['x-key'], meta })
    return { result: { content: [], structuredContent: { args } } }
  },
})

const answering = (name: string, result: object, outputSchema?: Record<string, unknown>): TinyTool => ({
  definition: { name, inputSchema: { type: 'object' }, ...(outputSchema ? { outputSchema } : {}) },
  call: async () => ({ result }),
})

describe('a system’s connection', () => {
  it('lists tools under full names and calls them, with metadata and headers', async () => {
    const seen: unknown[] = []
    await using system = await startTinySystem([echo(seen)])
    await using tiny = await open({ url: system.url })
    expect(tiny.connection.state()).to.include({ reachable: true, error: undefined })
    const outcome = await tiny.call('echo', { args: { a: 1 }, headers: { 'x-key': 'k1' } })
    expect(outcome).to.deep.equal({ kind: 'answered', value: { args: { a: 1 } } })
    expect(seen).to.deep.equal([{ args: { a: 1 }, key: 'k1', meta: { k: 'v' } }])
  })

  it('writes nothing to the socket when the last look says no', async () => {
    const seen: unknown[] = []
    await using system = await startTinySystem([echo(seen)])
    await using tiny = await open({ url: system.url })
    const beforeWrite = (): void => {
      throw new Withheld('LEASE_LOST', 'too late')
    }
    expect(await tiny.call('echo', { beforeWrite })).to.deep.equal({
      kind: 'unsent',
      code: 'LEASE_LOST',
      message: 'too late',
    })
    expect(seen).to.deep.equal([])
  })

  it('posts a call once, also when the server asks to post it again', async () => {
    let calls = 0
    const definition = { name: 'twice', inputSchema: { type: 'object' } }
    const twice: TinyTool = {
      definition,
      call: async () => {
        calls += 1
        return calls === 1 ? { redirect: true } : { result: { content: [], structuredContent: {} } }
      },
    }
    await using system = await startTinySystem([twice])
    await using tiny = await open({ url: system.url })
    expect((await tiny.call('twice')).kind).to.equal('unclear')
    expect(calls).to.equal(1)
  })

  const cases: Record<string, [TinyTool, string, string]> = {
    'a 500': [{ ...echo(), call: async () => ({ status: 500 }) }, 'unclear', 'TOOL_FAILED'],
    'a 409': [{ ...echo(), call: async () => ({ status: 409 }) }, 'unclear', 'TOOL_FAILED'],
    'a 403': [{ ...echo(), call: async () => ({ status: 403 }) }, 'refused', 'TOOL_FAILED'],
    silence: [{ ...echo(), call: () => new Promise(() => {}) }, 'unclear', 'TOOL_TIMEOUT'],
    'an answer over the limit': [
      answering('echo', { content: [{ type: 'text', text: 'x'.repeat(200_000) }] }),
      'unclear',
      'BAD_OUTPUT',
    ],
    'an answer against its schema': [
      answering('echo', { content: [], structuredContent: { no: 1 } }, { type: 'object', required: ['yes'] }),
      'unclear',
      'BAD_OUTPUT',
    ],
    'no structured answer where a schema asks for one': [
      answering('echo', { content: [] }, { type: 'object', required: ['yes'] }),
      'unclear',
      'BAD_OUTPUT',
    ],
    'an error in mere words': [
      answering('echo', { isError: true, content: [{ type: 'text', text: 'database gone' }] }),
      'unclear',
      'TOOL_FAILED',
    ],
    'an error that says what it is': [
      answering('echo', {
        isError: true,
        content: [],
        structuredContent: { code: 'bad_request', status: 400 },
      }),
      'refused',
      'TOOL_FAILED',
    ],
  }
  for (const [name, [tool, kind, code]] of Object.entries(cases))
    it(`takes ${name} as ${kind}`, async () => {
      await using system = await startTinySystem([tool])
      await using tiny = await open({ url: system.url })
      expect(await tiny.call('echo')).to.include({ kind, code })
    })

  it('knows a refused connection as not sent, and finds the system when it is back', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    taken.close()
    await once(taken, 'close')
    const url = `http://127.0.0.1:${address.port}/mcp`
    await using tiny = await open({ url }, 20)
    expect(tiny.connection.state().reachable).to.equal(false)
    expect(tiny.connection.state().error).to.not.equal(undefined)

    await using system = await startTinySystem([echo()], address.port)
    await tiny.until(() => tiny.connection.state().reachable)
    expect((await tiny.call('echo')).kind).to.equal('answered')

    await system[Symbol.asyncDispose]()
    await tiny.until(() => !tiny.connection.state().reachable)
    expect(await tiny.call('echo')).to.include({ kind: 'unsent', code: 'SYSTEM_DOWN' })
    expect(tiny.connection.state().tools.size).to.equal(1)
  })

  it('sees a changed definition, and leaves out a tool whose schema does not compile', async () => {
    await using system = await startTinySystem([echo()])
    await using tiny = await open({ url: system.url }, 20)
    const hash = () => tiny.connection.state().tools.get('tiny.echo')?.definition.hash
    const before = hash()
    const [first] = system.tools
    if (first) first.definition.description = 'now something else'
    system.tools.push(answering('broken', {}, { type: 'no such type' }))
    await tiny.until(() => hash() !== before)
    expect([...tiny.connection.state().tools.keys()]).to.deep.equal(['tiny.echo'])
  })

  it('starts a system given by its command, and starts it again when it dies', async () => {
    const command = [process.execPath, new URL('tiny-stdio.fixture.ts', import.meta.url).pathname]
    await using tiny = await open({ command })
    expect((await tiny.call('echo', { args: { a: 1 } })).kind).to.equal('answered')
    expect(await tiny.call('die')).to.include({ kind: 'unclear' })
    await tiny.until(() => tiny.connection.state().reachable)
    expect((await tiny.call('echo')).kind).to.equal('answered')
  }).timeout(10_000)
})
