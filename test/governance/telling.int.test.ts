import { createHmac } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { z } from 'zod'
import type { PolicyFiles } from '../../supervisor/policy/compile-policy.ts'
import { noticesOf } from '../../supervisor/reactor/notices-of.ts'
import { startConsoleProcess } from './console-process.fixture.ts'
import { freshOrder, shopReads, swap, type Reads } from './played-values.fixture.ts'
import { startPlayed, type Played } from './played.fixture.ts'
import { startReceiver, startSmtp } from './receivers.fixture.ts'

const words = 'the vase that grandmother left me arrived in pieces'
const order: Reads = (tool, given) =>
  tool === 'shop.get_order' ? freshOrder(given['id'], { total: 49, refundable: 49 }) : shopReads(tool, given)

/** Maria's address; nobody else can be told. */
const maria =
  (more: string) =>
  (files: PolicyFiles): PolicyFiles =>
    swap('people.yaml', 'limit: 500 EUR,', `limit: 500 EUR, ${more},`)(files)
const mailed = maria('mail: maria@example.com')

const waiting = async (run: Played, amount = 35) => {
  const { goal, task } = await run.refundGoal(words)
  await run.propose({ goal, task, args: { order_id: '1044', amount, reason: words }, from: order })
  const state = await run.goalOf(goal)
  const [approval] = Object.values(state.approvals)
  if (!approval) throw new Error('no approval')
  return { goal, approval: approval.id }
}
const smtp = (port: number, more: Record<string, string> = {}): Record<string, string> => ({
  REMIT_SMTP_URL: `smtp://127.0.0.1:${port}`,
  REMIT_MAIL_FROM: 'remit@example.com',
  ...more,
})
const toldIn = async (run: Played, goal: string) =>
  (await run.events(goal)).filter(({ type }) => type === 'PersonTold' || type === 'TellingFailed')
/** The timer of what people are told fires now: what a dead console held is not waited out. */
const tellNow = (run: Played, goal: string, item: string): Promise<true> =>
  run.until(`the notices of ${item} are due`, async () => {
    const round = noticesOf(await run.goalOf(goal)).find((one) => one.item === item)?.round ?? ''
    return run.store.moveTimer(`${goal}/tell.${round}`, new Date().toISOString())
  })
const Ready = z.object({ ready: z.boolean(), missing: z.array(z.string()), warnings: z.array(z.string()) })
const ready = async (url: string) => Ready.parse(await (await fetch(`${url}/readyz`)).json())

describe('people are told', function () {
  this.timeout(60_000)

  it('by mail of what waits for them: goal, tool, amount, link, and not a word of what the goal says', async () => {
    await using run = await startPlayed({ files: mailed })
    await using server = await startSmtp({ user: 'remit', pass: 'a secret of the server' })
    await writeFile(join(run.home, 'smtp.password'), 'a secret of the server\n')
    await using console = await startConsoleProcess(run, {
      REMIT_SMTP_URL: `smtp://remit@127.0.0.1:${server.port}`,
      REMIT_SMTP_PASSWORD_FILE: join(run.home, 'smtp.password'),
      REMIT_MAIL_FROM: 'remit@example.com',
      REMIT_PUBLIC_URL: 'https://remit.example.com/',
    })
    const { goal, approval } = await waiting(run)
    await run.until('it is recorded', async () => (await toldIn(run, goal)).length > 0)
    const [mail, ...others] = server.mails
    expect(others).to.deep.equal([])
    expect(mail?.to).to.deep.equal(['maria@example.com'])
    const text = (mail?.text ?? '').replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=')
    for (const said of [goal, 'shop.refund_order', '35.00 EUR', 'refunds-under-50'])
      expect(text).to.contain(said)
    expect(text).to.contain(`https://remit.example.com/inbox/approval/${approval}?goal=${goal}`)
    for (const secret of ['vase', '1044', 'a secret of the server']) expect(text).to.not.contain(secret)
    const [event] = await toldIn(run, goal)
    expect(event?.data).to.deep.include({ item: approval, person: 'maria-keller', channel: 'mail' })
    expect(event?.data).to.deep.include({ notice: mail?.id, stage: 'asked' })
    expect(console.said()).to.not.contain('a secret of the server')
  })

  it('also when the console is killed after the server took the mail: again, under the same id, recorded once', async () => {
    await using run = await startPlayed({ files: mailed })
    await using server = await startSmtp()
    const environment = smtp(server.port, { REMIT_FAIL_POINTS: 'console.told:kill:1' })
    const { goal, approval } = await waiting(run)
    {
      await using first = await startConsoleProcess(run, environment)
      await first.ended
      expect(server.mails).to.have.length(1)
      expect(await toldIn(run, goal)).to.deep.equal([])
    }
    await using second = await startConsoleProcess(run, environment)
    await second.url()
    // What the dead console held comes again in half a minute; the supervisor's own order is brought forward.
    await tellNow(run, goal, approval)
    await run.until('it is recorded', async () => (await toldIn(run, goal)).length > 0)
    expect(server.mails).to.have.length(2)
    expect(new Set(server.mails.map(({ id }) => id)).size, 'one id for both').to.equal(1)
    expect(await toldIn(run, goal)).to.have.length(1)
  })

  it('not again when the console is killed after it said how it went', async () => {
    await using run = await startPlayed({ files: mailed })
    await using server = await startSmtp()
    const environment = smtp(server.port, { REMIT_FAIL_POINTS: 'console.said:kill:1' })
    const { goal } = await waiting(run)
    {
      await using first = await startConsoleProcess(run, environment)
      await first.ended
    }
    await run.until('it is recorded', async () => (await toldIn(run, goal)).length > 0)
    await using second = await startConsoleProcess(run, environment)
    await second.url()
    // Another item shows that the console takes notices again, the first one among them.
    const next = await waiting(run, 34)
    await run.until('the next is recorded', async () => (await toldIn(run, next.goal)).length > 0)
    expect(server.mails).to.have.length(2)
    expect(new Set(server.mails.map(({ id }) => id)).size).to.equal(2)
  })

  it('by a signed webhook, tried again under the same id until it is taken; undelivered is a warning of readiness', async () => {
    const answers = [500]
    await using receiver = await startReceiver(() => answers[0] ?? 204)
    await using run = await startPlayed({
      files: maria(`webhook: { url: "${receiver.url}", secret_file: maria.hook }`),
    })
    await writeFile(join(run.home, 'maria.hook'), 'whsec_c2VjcmV0IG9mIG1hcmlhLCBsb25nIGVub3VnaA==\n')
    await using console = await startConsoleProcess(run, { REMIT_PRIVATE_WEBHOOKS: 'on' })
    const url = await console.url()
    const { goal, approval } = await waiting(run)
    await run.until('the failure is recorded', async () => (await toldIn(run, goal)).length > 0)
    const [failed] = await toldIn(run, goal)
    expect(failed).to.deep.include({ type: 'TellingFailed' })
    expect(failed?.data).to.deep.include({ code: 'WEBHOOK', attempt: 1, channel: 'webhook' })
    expect(await ready(url)).to.deep.equal({
      ready: true,
      missing: [],
      warnings: [`one person could not be told of ${approval}`],
    })
    answers.length = 0
    await run.until('it is taken', async () => (await toldIn(run, goal)).length > 1)
    expect((await toldIn(run, goal)).at(-1)).to.deep.include({ type: 'PersonTold' })
    const [first, second] = receiver.posted
    expect(second?.headers['webhook-id']).to.equal(first?.headers['webhook-id'])
    const {
      'webhook-id': id,
      'webhook-timestamp': at,
      'webhook-signature': signature,
    } = second?.headers ?? {}
    const expected = createHmac('sha256', Buffer.from('c2VjcmV0IG9mIG1hcmlhLCBsb25nIGVub3VnaA==', 'base64'))
      .update(`${String(id)}.${String(at)}.${second?.body ?? ''}`)
      .digest('base64')
    expect(signature).to.equal(`v1,${expected}`)
    expect(JSON.parse(second?.body ?? '{}')).to.have.nested.property('data.item', approval)
    expect(second?.body).to.not.contain('vase')
    expect(await ready(url)).to.deep.include({ warnings: [] })
  })

  it('not at a private address, unless it was said that it is meant', async () => {
    await using receiver = await startReceiver(() => 204)
    await using run = await startPlayed({
      files: maria(`webhook: { url: "${receiver.url}", secret_file: maria.hook }`),
    })
    await writeFile(join(run.home, 'maria.hook'), 'a secret of thirty-two characters\n')
    await using console = await startConsoleProcess(run, {})
    await console.url()
    const { goal } = await waiting(run)
    await run.until('the refusal is recorded', async () => (await toldIn(run, goal)).length > 0)
    expect((await toldIn(run, goal))[0]?.data).to.deep.include({ code: 'PRIVATE_ADDRESS' })
    expect(receiver.posted).to.deep.equal([])
  })

  it('reminded and rerouted at their times', async () => {
    const quick = swap(
      'workflows/refunds-under-50.yaml',
      'within: 4h, remind: 1h, then: escalate',
      'within: 3s, remind: 1s, then: { reroute: support-agent }',
    )
    await using run = await startPlayed({ files: (files) => quick(mailed(files)) })
    await using server = await startSmtp()
    await using console = await startConsoleProcess(run, smtp(server.port))
    await console.url()
    const { goal } = await waiting(run)
    const stages = async () =>
      (await toldIn(run, goal)).flatMap((one) => ('stage' in one.data ? [one.data.stage] : []))
    await run.until('everything was told', async () => (await stages()).includes('escalated'))
    const all = await stages()
    for (const stage of ['reminded', 'rerouted', 'escalated']) expect(all).to.include(stage)
    expect(new Set(server.mails.map(({ id }) => id)).size).to.equal(all.length)
  })

  it('says once, and in readiness, that nobody is told by mail without an SMTP server', async () => {
    await using run = await startPlayed({ files: mailed })
    await using console = await startConsoleProcess(run, {})
    const url = await console.url()
    const { goal, approval } = await waiting(run)
    await run.until('the failure is recorded', async () => (await toldIn(run, goal)).length > 0)
    expect((await toldIn(run, goal))[0]?.data).to.deep.include({ code: 'NO_SMTP' })
    const { warnings } = await ready(url)
    expect(warnings).to.deep.equal([
      'nobody is told by mail: no SMTP server (REMIT_SMTP_URL)',
      `one person could not be told of ${approval}`,
    ])
    expect(console.said().split('nobody is told by mail')).to.have.length(2)
  })

  it('decides nothing: who is told has decided nothing, and what is not told runs all the same', async () => {
    await using run = await startPlayed({ files: mailed })
    await using server = await startSmtp()
    await using console = await startConsoleProcess(run, smtp(server.port))
    await console.url()
    const { goal, approval } = await waiting(run)
    await run.until('it is recorded', async () => (await toldIn(run, goal)).length > 0)
    expect((await run.goalOf(goal)).approvals[approval]).to.deep.include({ status: 'open', voters: [] })
  })
})
