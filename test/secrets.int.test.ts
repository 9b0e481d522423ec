import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { expect } from 'chai'
import { z } from 'zod'
import { homeFiles } from '../contracts/home-files.ts'
import { startScenario, type Scenario } from './integration/scenario.fixture.ts'
import { spawnModelStub } from './model-stub/spawn-model-stub.ts'

const modelKey = 'canary-of-the-model-key-0123456789'
const Passwords = z.record(z.string(), z.string())

type Secret = { name: string; value: string; lies: (file: string) => boolean }

/** Each credential of an installation, and the files where it has to stand. */
const secretsOf = async (home: string): Promise<Secret[]> => {
  const files = homeFiles(home)
  const text = async (file: string): Promise<string> => (await readFile(file, 'utf8')).trim()
  const inFile = async (file: string): Promise<Secret> => ({
    name: basename(file),
    value: await text(file),
    lies: (other) => other === file,
  })
  const passwords = Object.entries(Passwords.parse(JSON.parse(await text(files.natsCredentials))))
  const keys = (await readdir(files.keys)).filter((name) => name.endsWith('.key'))
  const ofKeys = keys.map(async (name): Promise<Secret> => {
    const whole = await text(join(files.keys, name))
    const [line = ''] = whole.split('\n').filter((one) => !one.startsWith('-----'))
    return { name, value: line, lies: (file) => file === join(files.keys, name) }
  })
  return [
    { name: 'OPENAI_API_KEY', value: modelKey, lies: () => false },
    // The server's own configuration needs the passwords, and lies beside them.
    ...passwords.map(([user, value]) => ({
      name: `password of ${user}`,
      value,
      lies: (file: string) => file === files.natsCredentials || /nats\/[^/]*\.conf$/.test(file),
    })),
    ...(await Promise.all(ofKeys)),
    await inFile(files.operatorToken),
    await inFile(join(home, 'maria-keller.token')),
    await inFile(join(home, 'company', 'shop.token')),
    await inFile(join(home, 'company', 'helpdesk.token')),
  ]
}

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('the credentials of an installation', function () {
  this.timeout(120_000)
  const standing = new AsyncDisposableStack()
  let run: Scenario
  let secrets: Secret[]
  let contents: Map<string, Buffer>

  before(async () => {
    const stub = standing.use(await spawnModelStub())
    run = standing.use(
      await startScenario({
        env: { OPENAI_API_KEY: modelKey, OPENAI_BASE_URL: stub.baseUrl, LOG_LEVEL: 'trace' },
      }),
    )
    await run.remit.ready()
    await run.mode('act-low-risk')
    await run.settle('Refund 15 EUR for order 1043, the cup arrived broken')
    // The provider's answer repeats the key; the sentence for the person and the log are made of it.
    await stub.setMode({ mode: 'unauthorised' })
    const refused = await run.settle('Refund 15 EUR for order 1100, it arrived damaged')
    expect(refused.goal.escalation?.code).to.equal('MODEL_UNAUTHORISED')
    secrets = await secretsOf(run.remit.home)
    const read = (await filesBelow(run.remit.home)).map(async (file) => [file, await readFile(file)] as const)
    contents = new Map(await Promise.all(read))
  })
  after(() => standing.disposeAsync())

  it('are found where they have to stand, so that looking for them means something', () => {
    expect(secrets.length).to.be.above(12)
    for (const { name, value, lies } of secrets.slice(1)) {
      expect(value.length, name).to.be.above(15)
      const places = [...contents].filter(([file, content]) => lies(file) && content.includes(value))
      expect(places, name).not.to.deep.equal([])
    }
  })

  for (const kind of ['supervisor', 'worker', 'gateway', 'console'])
    it(`stand nowhere in the log of the ${kind}`, () => {
      const log = contents.get(join(run.remit.home, 'logs', `${kind}.log`))
      expect(log?.length, 'the log').to.be.above(100)
      expect(secrets.filter(({ value }) => log?.includes(value)).map(({ name }) => name)).to.deep.equal([])
    })

  it('were taken out of what the worker logged of its model', () => {
    const log = contents.get(join(run.remit.home, 'logs', 'worker.log'))?.toString() ?? ''
    expect(log).to.contain('[redacted]')
  })

  it('stand in no other file of the home: record, checkpoints, streams, logs of systems', () => {
    const found = [...contents].flatMap(([file, content]) =>
      secrets
        .filter(({ value, lies }) => !lies(file) && content.includes(value))
        .map(({ name }) => `${name} in ${relative(run.remit.home, file)}`),
    )
    expect(found).to.deep.equal([])
  })
})
