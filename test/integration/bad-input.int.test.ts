import { expect } from 'chai'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { allAtOnce } from './all-at-once.fixture.ts'
import { sampleConfig } from './sample-config.fixture.ts'
import { startSender } from './sent-wrong.fixture.ts'
import { ended, startScenario, type Scenario } from './scenario.fixture.ts'

const workflow = 'workflows/refunds-under-50.yaml'

describe('bad input', function () {
  this.timeout(20_000)
  const standing = new AsyncDisposableStack()
  let run: Scenario
  let sender: Awaited<ReturnType<typeof startSender>>
  before(async () => {
    run = standing.use(await startScenario())
    await run.ready()
    await run.mode('act-low-risk')
    sender = standing.use(await startSender(run.remit.natsUrl))
  })
  after(() => standing.disposeAsync())

  const good = { id: 'bad-1', goal: 'Refund 15 EUR for order 1120, it arrived broken' }
  const sent: [what: string, body: () => string | Uint8Array, code: string, ...words: string[]][] = [
    ['what is not JSON', () => '{"goal": "refund', 'NOT_JSON', 'not JSON', 'position'],
    ['what is not UTF-8', () => new Uint8Array([0x7b, 0xff, 0xfe]), 'NOT_JSON', 'not UTF-8'],
    ['nothing at all', () => '', 'NOT_JSON', 'empty'],
    [
      'over 256 KiB',
      () => JSON.stringify({ goal: 'x', context: 'y'.repeat(300_000) }),
      'TOO_LARGE',
      '262144',
    ],
    [
      'an unknown workflow',
      () => JSON.stringify({ goal: 'x', workflow: 'refunds-under-5000' }),
      'UNKNOWN_WORKFLOW',
      'refunds-under-5000',
      'refunds-under-50',
    ],
    [
      'a contract of an agent that the workflow does not have',
      () =>
        JSON.stringify({
          goal: 'x',
          workflow: 'refunds-under-50',
          contract: 'it.reset-access@1',
          payload: {},
        }),
      'UNKNOWN_CONTRACT',
      'it.reset-access@1',
    ],
  ]
  for (const [what, body, code, ...words] of sent)
    it(`is told to who sends ${what}, stored or asked: ${code}`, async () => {
      const { event } = await sender.rejected(body())
      expect(event.code).to.equal(code)
      const { error } = await sender.asked(body())
      expect(error?.code).to.equal(code)
      for (const word of words) {
        expect(event.message).to.contain(word)
        expect(error?.message).to.contain(word)
      }
    })
  it('has each fault of a schema named by its place', async () => {
    const body = JSON.stringify({ goal: '', deadline: 'tomorrow', id: '', nonsense: 1, contract: 'what' })
    const { event } = await sender.rejected(body)
    expect(event.code).to.equal('SCHEMA')
    expect(event.issues.map(({ path }) => path)).to.have.members(['goal', 'deadline', 'id', 'contract', ''])
    expect(JSON.stringify(event.issues)).to.contain('nonsense')
    const payload = JSON.stringify({
      goal: 'x',
      workflow: 'refunds-under-50',
      payload: { amount: 'lots', order: 7 },
    })
    const { error } = await sender.asked(payload)
    expect(error?.code).to.equal('SCHEMA')
    expect(JSON.stringify(error)).to.contain('amount').and.to.contain('order')
    const scalar = await sender.asked(
      JSON.stringify({ goal: 'x', workflow: 'refunds-under-50', payload: 'lots' }),
    )
    expect(scalar.error?.code).to.equal('SCHEMA')
  })
  it('does not change the goal that has the id already', async () => {
    const made = await sender.asked(JSON.stringify(good))
    const goal = made.id ?? ''
    const { error } = await sender.asked(JSON.stringify({ ...good, goal: 'Refund 15 EUR for order 1121' }))
    expect(error?.code).to.equal('ID_REUSED')
    expect(error?.message).to.contain('new id')
    await run.until(goal, 'ended', ended)
    expect([run.shop.paid('1120'), run.shop.paid('1121')]).to.deep.equal([[1500], []])
  })
  it('is kept as a dead letter with its reason, and the rest goes on', async () => {
    const poison = '{"goal": "poison'
    await sender.rejected(poison)
    const headers = await run.deadLetter('remit.intake.from.local', poison)
    expect(headers).to.contain('NOT_JSON').and.to.contain('remit.intake.from.local')
    const looked = await run.settle('Refund 15 EUR for order 1122, it arrived broken')
    expect(looked.goal.class).to.equal('done-alone')
  })
  it('gives the command line a message and an exit code', async () => {
    const ran = await run.cli('operator', 'submit', 'refund order 1', '--workflow', 'nope')
    expect([ran.code, ran.out]).to.deep.equal([1, ''])
    expect(ran.err).to.contain('UNKNOWN_WORKFLOW')
    const long = await run.cli('operator', 'submit', 'x'.repeat(20_001))
    expect(long.code).to.equal(2)
    expect(long.err).to.contain('SCHEMA').and.to.contain('goal')
  })

  describe('in a policy', () => {
    it('is named with file, line, code and what to do, one fault at a time', async () => {
      const changes = [
        ['UNKNOWN_TOOL', 'shop.get_refund, helpdesk', 'shop.get_refnd, helpdesk', 'get_refnd'],
        ['POLICY_UNKNOWN_FIELD', 'owner: support-lead\n', 'owner: support-lead\nownr: me\n', 'ownr'],
        ['NOT_ENFORCED', 'review: 5%', 'delegates: 14d\nreview: 5%', 'delegates'],
        ['BAD_MONEY', 'always_over: 40 EUR', 'always_over: 40.001 EUR', '40.001'],
        ['UNKNOWN_ROLE', 'role: support-agent', 'role: wizard', 'wizard'],
        ['CEL_TYPE', 'money(facts.order.refundable', 'money(facts.order.refundabel', 'refundabel'],
        ['CEL_SYNTAX', '&& facts.customer.refunds_90d < 2', '&& facts.customer.refunds_90d <', '_90d <'],
        ['VERIFY_PROVES_NOTHING', 'reference: "effect.id"', 'reference: "args.order_id"', 'verify:'],
        ['MODE_ABOVE_CEILING', 'mode: suggest  ', 'mode: autonomous  ', 'mode: autonomous'],
      ] as const
      await allAtOnce(changes, 3, async ([code, from, to, words]) => {
        await using config = await sampleConfig([{ file: workflow, from, to }])
        const text = await readFile(join(config.folder, workflow), 'utf8')
        const line = text.split('\n').findIndex((one) => one.includes(words)) + 1
        const ran = await run.cli('operator', 'policy', 'check', config.folder)
        expect(ran.code, code).to.equal(1)
        const [named = '', fix = ''] = ran.out.split('\n')
        expect(named).to.match(new RegExp(`refunds-under-50.yaml:${line}:\\d+ ${code} `))
        expect(fix, code).to.match(/^ {4}\S.+\.$/)
      })
    })
    it('is named for all of its files at once', async () => {
      await using config = await sampleConfig([
        {
          file: 'company.yaml',
          from: '    money_moved: [2000 EUR per day, 20000 EUR per 30 days]\n',
          to: '',
        },
        { file: 'systems.yaml', from: 'systems:\n', to: 'systems: [\n' },
        { file: workflow, from: 'mode_ceiling: act-low-risk', to: 'mode_ceiling: sometimes' },
      ])
      const ran = await run.cli('operator', 'policy', 'check', config.folder)
      expect(ran.code).to.equal(1)
      for (const words of ['systems.yaml:', 'BAD_YAML', 'refunds-under-50.yaml:', 'mode_ceiling'])
        expect(ran.out).to.contain(words)
    })
  })
})
