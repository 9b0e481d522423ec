import { spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { z } from 'zod'
import { runCli } from '../../cli/run-cli.ts'
import { keyPair } from '../../store/key-files.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import { goalIdOf } from '../../contracts/goal-id.ts'
import { endAs, escalate } from '../../console/testing/end-goals.fixture.ts'
import { seedDone, seedEscalated, seedWaiting } from '../../console/testing/seed-goals.fixture.ts'
import { startTestConsole } from '../../console/testing/start-console-for-test.ts'
import type { TestConsole } from '../../console/testing/start-console-for-test.ts'

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))
const shipped = fileURLToPath(new URL('../../config', import.meta.url))
type Ran = { code: number | null; out: string; err: string }

const start = (args: string[], env: Record<string, string>) => {
  // Nothing of this machine's own settings may reach the command.
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end()
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    child,
    ran: async (): Promise<Ran> => {
      const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exited])
      return { code, out, err }
    },
  }
}
const run = (args: string[], env: Record<string, string>): Promise<Ran> => start(args, env).ran()

describe('remit, the command line', function () {
  this.timeout(60_000)
  let test: TestConsole
  const remit = (...args: string[]): Promise<Ran> => run(args, { REMIT_HOME: test.home })
  before(async () => {
    test = await startTestConsole(process.env)
    const seed = { amount: '35.00', person: 'jonas-brandt' }
    await seedWaiting(test.store, { ...seed, goal: 'g_wait', said: 'refund 1042', approval: 'a_wait' })
    await seedDone(test.store, { ...seed, goal: 'g_done', said: 'refund 1043', approval: 'a_done' })
    await seedEscalated(test.store, {
      ...seed,
      goal: 'g_esc',
      said: 'refund 1044',
      approval: 'a_none',
      amount: '60.00',
    })
  })
  after(() => test[Symbol.asyncDispose]())
  afterEach(() => {
    test.supervisor.answer.with = 'outcome'
  })

  it('finds the console and the token of its home, and submits a goal', async () => {
    const { code, out } = await remit('submit', 'refund order 9', '--id', 'cli-1')
    expect([code, out]).to.deep.equal([
      0,
      `${goalIdOf('api', 'cli-1')}\nremit show ${goalIdOf('api', 'cli-1')}\n`,
    ])
    expect(test.supervisor.commands.at(-1)).to.deep.include({ kind: 'submit', person: 'operator' })
  })
  it('sends a payload from a file, and says of a file that is none what is wrong', async () => {
    const file = join(test.home, 'payload.json')
    await writeFile(file, '{"order_id":"9"}')
    expect((await remit('submit', 'x', '--payload', file)).code).to.equal(0)
    expect(test.supervisor.commands.at(-1)?.body).to.deep.equal({
      submission: { goal: 'x', payload: { order_id: '9' } },
    })
    await writeFile(file, '{order')
    const broken = await remit('submit', 'x', '--payload', file)
    expect(broken.code).to.equal(2)
    expect(broken.err).to.contain(file).and.to.contain('is not JSON')
  })
  it('waits to the first person with --wait=settled, and answers 3', async () => {
    const asked = start(['submit', 'settle me', '--id', 'cli-2', '--wait=settled'], { REMIT_HOME: test.home })
    const goal = goalIdOf('api', 'cli-2')
    while ((await test.store.view(goal)) === null) await new Promise((resolve) => setImmediate(resolve))
    // What this goal asks a person, as the supervisor would write it.
    await escalate(test.store, goal)
    const { code, out } = await asked.ran()
    expect(code).to.equal(3)
    expect(out).to.contain('settle me').and.to.contain('With a person (role support-lead).')
  })
  it('waits to the end with --wait', async () => {
    const asked = start(['submit', 'end me', '--id', 'cli-3', '--wait', '--json'], { REMIT_HOME: test.home })
    const goal = goalIdOf('api', 'cli-3')
    while ((await test.store.view(goal)) === null) await new Promise((resolve) => setImmediate(resolve))
    await endAs(test.store, goal, 'declined')
    const { code, out } = await asked.ran()
    expect(code).to.equal(1)
    expect(JSON.parse(out)).to.deep.include({ id: goal, status: 'ended', class: 'declined' })
  })
  it('tells the story of a goal: who, what, on which facts, by whose leave, at what cost', async () => {
    const { code, out } = await remit('show', 'g_done')
    expect(code).to.equal(0)
    for (const words of [
      'refund 1043',
      'done, with approval · workflow refunds-under-50',
      'Asked by jonas-brandt, signed in',
      'says it is from "Ann Example"',
      'support asked for shop.refund_order, moving 35.00 EUR',
      'Fact order, read from shop.get_order',
      'refundable 40.00',
      'Rule allow holds: amount <= money',
      'amount = 35.00 EUR · facts.order.refundable = 40.00',
      'Rule low_risk does not hold',
      'By whose leave: one person in the role support-agent, because the rule for low risk does not hold',
      'maria-keller approved it',
      '"photo seen"',
      'verified by reading it back',
      'Moved 35.00 EUR. Models cost 0.0123 EUR',
    ])
      expect(out).to.contain(words)
    expect(out).not.to.match(/[{}]/)
  })
  it('prints the trace of a goal as a tree', async () => {
    const { code, out } = await remit('trace', 'g_done')
    expect(code).to.equal(0)
    expect(out)
      .to.match(/^trace [0-9a-f]{32}/)
      .and.to.contain('goal accepted')
  })
  it('tells of a refusal on which values it stands, and what a person can do', async () => {
    const { out } = await remit('show', 'g_esc')
    expect(out).to.contain('Refused').and.to.contain('amount = 60.00 EUR, and the limit is 50.00 EUR.')
    expect(out).to.contain('Pay the rest by voucher?').and.to.contain('remit resume g_esc')
  })
  it('shows on one inbox item what will run, why it waits and who may decide', async () => {
    const { out } = await remit('inbox', '--goal', 'g_wait')
    expect(out).to.contain('Will run: shop.refund_order').and.to.contain('moving 35.00 EUR')
    expect(out).to.contain('May decide: operator, maria-keller, jonas-brandt (role support-agent)')
    expect(out).to.contain('remit approve a_wait')
  })
  it('lets no text of a goal steer the terminal', async () => {
    const said = 'pay\u001b[2J\u001b]0;x\u0007me\u202enow'
    await seedWaiting(test.store, {
      goal: 'g_evil',
      said,
      amount: '35.00',
      approval: 'a_evil',
      person: 'operator',
    })
    for (const args of [['show', 'g_evil'], ['inbox', '--goal', 'g_evil'], ['goals']]) {
      const { out } = await remit(...args)
      expect(out).to.contain('pay[2J]0;xmenow')
      for (const steering of ['\u001b', '\u0007', '\u202e']) expect(out).not.to.contain(steering)
    }
  })
  it('prints lists as items and cursor with --json', async () => {
    const List = z.strictObject({ items: z.array(z.object({})), cursor: z.string().nullable() })
    for (const args of [['goals', '--limit', '2'], ['inbox'], ['halts'], ['agents']]) {
      const { code, out } = await remit(...args, '--json')
      expect(code, args.join(' ')).to.equal(0)
      expect(List.safeParse(JSON.parse(out)).success, args.join(' ')).to.equal(true)
    }
    expect(JSON.parse((await remit('goals', '--status', 'ended', '--json')).out).items[0]).to.include.keys(
      'id',
      'status',
      'class',
      'workflow',
      'goal',
      'requester',
      'created',
      'ended',
      'cost',
      'moved',
    )
  })
  it('sends decisions and orders, and says what the record says', async () => {
    const wanted: [string[], string, string][] = [
      [['approve', 'a_wait', '--note', 'ok'], 'decide', 'Approved a_wait. Goal g_wait is working.'],
      [['resume', 'g_wait', '--note', 'go on'], 'resume', 'Resumed g_wait.'],
      [['flag', 'g_wait', '--note', 'odd'], 'flag', 'Flagged g_wait.'],
      [['again', 'e_1', '--goal', 'g_wait'], 'again', 'Allowed e_1 once more.'],
      [
        ['by-person', 'e_1', '--goal', 'g_wait', '--reference', 'r', '--amount', '35 EUR'],
        'by-person',
        'Recorded what became of e_1.',
      ],
      [['cancel', 'g_wait'], 'cancel', 'Cancelling g_wait.'],
      [['resolve', 'g_wait', '--note', 'by hand'], 'resolve', 'Resolved g_wait. Goal g_wait is ended.'],
      [['halt', 'workflow:refunds-under-50', '--reads'], 'halt', 'Halted workflow:refunds-under-50.'],
      [['lift', 'workflow:refunds-under-50'], 'lift', 'Lifted workflow:refunds-under-50.'],
      [
        ['mode', 'refunds-under-50', 'suggest', '--note', 'calm'],
        'mode',
        'refunds-under-50 is in mode suggest.',
      ],
    ]
    for (const [args, kind, said] of wanted) {
      const { code, out, err } = await remit(...args)
      expect([code, err], args.join(' ')).to.deep.equal([0, ''])
      expect(out).to.contain(said)
      expect(test.supervisor.commands.at(-1)?.kind).to.equal(kind)
    }
  })
  it('sends what people say of outcomes and of modes', async () => {
    const wanted: [string[], string, string][] = [
      [['review', 'g_wait', 'wrong', '--note', 'late'], 'review', 'Reviewed g_wait: wrong.'],
      [['reversed', 'e_1', '--goal', 'g_wait', '--reference', 'r'], 'reverse', 'Recorded e_1 as reversed.'],
      [['promote', 'refunds-under-50'], 'promote', 'refunds-under-50 is promoted.'],
      [['demote', 'refunds-under-50', '--note', 'calm'], 'demote', 'refunds-under-50 is one mode back.'],
    ]
    for (const [args, kind, said] of wanted) {
      const { code, out, err } = await remit(...args)
      expect([code, err], args.join(' ')).to.deep.equal([0, ''])
      expect(out).to.contain(said)
      expect(test.supervisor.commands.at(-1)?.kind).to.equal(kind)
    }
  })
  it('answers 1 with the code where the supervisor refuses, also as JSON', async () => {
    test.supervisor.answer.with = 'MODE_CEILING'
    const order = ['mode', 'refunds-under-50', 'autonomous', '--note', 'bold']
    const plain = await remit(...order)
    expect(plain.code).to.equal(1)
    expect(plain.err).to.contain('MODE_CEILING: The mode is above the ceiling of the workflow.')
    const json = await remit(...order, '--json')
    expect(json.code).to.equal(1)
    expect(JSON.parse(json.out).error).to.include({ code: 'MODE_CEILING', status: 409 })
  })
  it('answers 2 to wrong use, and says how it is used', async () => {
    for (const args of [
      ['approve'],
      ['resolve', 'g_wait'],
      ['goals', '--nonsense'],
      ['nonsense'],
      ['goals', '--limit', '0'],
      ['halt', 'the moon'],
    ]) {
      const { code, err } = await remit(...args)
      expect(code, args.join(' ')).to.equal(2)
      expect(err, args.join(' ')).not.to.equal('')
    }
  })
  it('has help with an example for every command', async () => {
    const { out } = await remit('--help')
    const names = [...out.matchAll(/^ {2}([a-z-]+) \[options\]/gm)].map(([, name]) => name ?? '')
    expect(names).to.include.members(['submit', 'show', 'inbox', 'approve', 'doctor'])
    // A process for each would be a minute of starting Node.
    for (const name of names) {
      const said: string[] = []
      const say = (line: string): void => void said.push(line)
      const code = await runCli([name, '--help'], { out: say, err: say })
      expect([code, said.join('\n').includes('Example:\n  $ npm ')], name).to.deep.equal([0, true])
    }
  })
  it('answers 4 where no console answers, and says what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await new Promise((resolve) => server.close(resolve))
    const { code, err } = await remit('goals', '--url', `http://127.0.0.1:${port}`)
    expect(code).to.equal(4)
    expect(err).to.contain('npm start')
    const nowhere = await run(['goals'], { REMIT_HOME: join(test.home, 'nowhere') })
    expect([nowhere.code, nowhere.err.includes('npm start')]).to.deep.equal([4, true])
  })
  it('answers 4 where the command is stored and nobody decides', async () => {
    test.supervisor.answer.with = 'silence'
    const { code, err } = await remit('halt', 'everything')
    expect(code).to.equal(4)
    expect(err).to.contain('Is a supervisor running?')
  })
  it('answers 1 to a wrong token, without printing it', async () => {
    const { code, err, out } = await remit('goals', '--token', 'not-the-token')
    expect(code).to.equal(1)
    expect(err).to.contain('NOT_SIGNED_IN')
    expect(err + out).not.to.contain('not-the-token')
  })
  it('watches events as they come', async () => {
    const watching = start(['watch', '--count', '1'], { REMIT_HOME: test.home })
    const bus = await test.nats.supervisor()
    const state = { over: false }
    const ran = watching.ran().finally(() => {
      state.over = true
    })
    // The command hears what is published after it has begun to listen; nobody outside can see when that is.
    for (let n = 0; !state.over; n += 1)
      await bus.publish(
        bus.subjects.events('api', 'g_w', 'accepted'),
        { n },
        { headers: { 'ce-id': `g_w@${n}` } },
      )
    const { code, out } = await ran
    expect(code).to.equal(0)
    expect(out).to.match(/^remit\.events\.api\.g_w\.accepted {2}n \d+\n$/)
  })
  it('says what can move today', async () => {
    const { code, out } = await remit('budgets')
    expect(code).to.equal(0)
    expect(out).to.contain('At most 1000.00 EUR can still move today; 0.00 EUR has, 0.00 EUR is held.')
    expect(out).to.match(/workflow:refunds-under-50 +money +today +1000\.00 EUR/)
  })

  describe('on the machine itself', () => {
    let home: string
    beforeEach(async () => {
      home = await mkdtemp(join(tmpdir(), 'remit-cli-'))
    })
    afterEach(() => rm(home, { recursive: true, force: true }))

    it('names every fault of a policy with its file, line and what to do', async () => {
      const folder = join(home, 'policy')
      await mkdir(join(folder, 'workflows'), { recursive: true })
      for (const name of [
        'company',
        'models',
        'people',
        'systems',
        'workflows/intake',
        'workflows/refunds-under-50',
      ])
        await writeFile(join(folder, `${name}.yaml`), await readFile(join(shipped, `${name}.yaml`), 'utf8'))
      const file = join(folder, 'workflows', 'refunds-under-50.yaml')
      const sound = await run(['policy', 'check', folder], { REMIT_HOME: home })
      expect([sound.code, sound.err]).to.deep.equal([0, ''])
      expect(sound.out).to.contain('Not type-checked')
      const broken = (await readFile(file, 'utf8'))
        .replace('mode: suggest', 'mode: sometimes')
        .replace('50 EUR }', '50.001 EUR }')
      await writeFile(file, broken)
      const { code, out } = await run(['policy', 'check', folder], { REMIT_HOME: home })
      expect(code).to.equal(1)
      const lineOf = (words: string): number =>
        broken.split('\n').findIndex((line) => line.includes(words)) + 1
      expect(out).to.contain(`refunds-under-50.yaml:${lineOf('mode: sometimes')}:`)
      expect(out)
        .to.contain(`refunds-under-50.yaml:${lineOf('50.001')}:`)
        .and.to.contain('BAD_BUDGET')
      const json = await run(['policy', 'check', folder, '--json'], { REMIT_HOME: home })
      expect(JSON.parse(json.out).items).to.have.length.greaterThan(1)
    })
    it('exports the record and verifies the export offline; a changed amount is named', async () => {
      const file = join(home, 'record.jsonl')
      await keyPair(homeFiles(test.home).keys, 'supervisor')
      const exported = await remit('audit', 'export', file)
      expect([exported.code, exported.err]).to.deep.equal([0, ''])
      const sound = await remit('audit', 'verify', file)
      expect([sound.code, sound.out.startsWith('The record is sound')]).to.deep.equal([0, true])
      expect((await remit('audit', 'verify')).code).to.equal(0)
      await writeFile(file, (await readFile(file, 'utf8')).replace('"amount":"60.00"', '"amount":"6.00"'))
      const changed = await remit('audit', 'verify', file)
      expect(changed.code).to.equal(1)
      expect(changed.out)
        .to.match(/g_esc@4 hash/)
        .and.to.contain('NOT sound')
      expect((await remit('audit', 'export', file)).code).to.equal(2)
    })
    it('finds what is wrong with an installation, and changes nothing', async () => {
      const { out } = await remit('doctor', '--json')
      const findings = z
        .object({ items: z.array(z.object({ check: z.string(), state: z.string(), said: z.string() })) })
        .parse(JSON.parse(out)).items
      const people = findings.filter(({ check }) => check === 'people')
      expect(people.map(({ state, said }) => [state, said.split(':')[0]])).to.deep.equal([
        ['warn', 'jonas-brandt cannot sign in'],
      ])
      expect(findings.find(({ check }) => check === 'permissions')?.state).to.equal('ok')
      expect(findings.find(({ check }) => check === 'roles')?.state).to.equal('ok')
      const { operatorToken } = homeFiles(test.home)
      await chmod(operatorToken, 0o644)
      const open = await remit('doctor')
      await chmod(operatorToken, 0o600)
      expect(open.code).to.equal(1)
      expect(open.out).to.contain('FAIL  permissions').and.to.contain(`chmod 600 ${operatorToken}`)
    })
    it('makes no record where it looks for one', async () => {
      await run(['doctor'], { REMIT_HOME: home })
      const { code } = await run(['audit', 'export', join(home, 'x')], { REMIT_HOME: home })
      expect(code).to.equal(4)
      expect(await readFile(homeFiles(home).store).catch(() => 'none')).to.equal('none')
    })
  })
})
