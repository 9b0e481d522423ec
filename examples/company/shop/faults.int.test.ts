import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { call, freshFolder, readJournal, startForTest, type Connected } from '../system/start-for-test.ts'

const REVISIONS = ['auto', 'legacy'] as const

const failure = async (work: Promise<unknown>): Promise<Error> => {
  try {
    await work
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('it did not fail')
}

const refundable = async (client: Connected, id = '1042') =>
  (await call(client, 'get_order', { id }))['refundable']

const refund = (client: Connected, order_id = '1042', timeout = 10_000) =>
  client.callTool(
    {
      name: 'refund_order',
      arguments: { order_id, amount: 10, reason: 'broken' },
      _meta: { idempotencyKey: `key-${order_id}` },
    },
    { timeout },
  )

type Case = {
  client: Connected
  refund(timeout?: number): ReturnType<typeof refund>
  refundable(): Promise<unknown>
  refunds(): Promise<unknown>
  journal(): ReturnType<typeof readJournal>
}

describe('a fault of the shop', () => {
  /** Each case has an order of 35 EUR of its own, so that both revisions can share one process. */
  const underFault = async (fault: string, check: (run: Case) => Promise<void>): Promise<void> => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    for (const [index, revision] of REVISIONS.entries()) {
      await using client = await shop.connect(revision)
      const id = String(1150 + index)
      const answer = await shop.post('/faults', { tool: 'refund_order', fault, count: 1 })
      expect(answer.status).to.equal(200)
      await check({
        client,
        refund: (timeout) => refund(client, id, timeout),
        refundable: () => refundable(client, id),
        refunds: async () => (await call(client, 'get_order', { id }))['refunds'],
        journal: () => readJournal(folder.path, 'shop').filter(({ args }) => args['order_id'] === id),
      })
    }
  }

  it('timeout_after_success does it, journals it and never answers', () =>
    underFault('timeout_after_success', async (run) => {
      expect(await failure(run.refund(1000))).to.have.property('code', 'REQUEST_TIMEOUT')
      expect(run.journal()).to.have.lengthOf(1)
      expect(await run.refundable()).to.equal(25)
      expect((await run.refund()).structuredContent).to.deep.equal(run.journal()[0]?.result)
    }))

  it('500 answers before doing', () =>
    underFault('500', async (run) => {
      expect(await failure(run.refund())).to.have.nested.property('data.status', 500)
      expect(run.journal()).to.deep.equal([])
      expect(await run.refundable()).to.equal(35)
    }))

  it('500_after answers so after doing', () =>
    underFault('500_after', async (run) => {
      expect(await failure(run.refund())).to.have.nested.property('data.status', 500)
      expect(run.journal()).to.have.lengthOf(1)
      expect(await run.refundable()).to.equal(25)
    }))

  it('409 answers before doing', () =>
    underFault('409', async (run) => {
      expect(await failure(run.refund())).to.have.nested.property('data.status', 409)
      expect(run.journal()).to.deep.equal([])
    }))

  it('yes_but_nothing says yes and changes nothing', () =>
    underFault('yes_but_nothing', async (run) => {
      expect((await run.refund()).structuredContent).to.include({ amount: 10 })
      expect(run.journal()).to.deep.equal([])
      expect(await run.refundable()).to.equal(35)
      expect(await run.refunds()).to.deep.equal([])
    }))

  it('slow does it although the caller is gone', () =>
    underFault('slow:800', async (run) => {
      expect(await failure(run.refund(200))).to.have.property('code', 'REQUEST_TIMEOUT')
      while ((await run.refundable()) !== 25);
      expect(run.journal()).to.have.lengthOf(1)
    }))

  it('bad_output does it and answers against its schema', () =>
    underFault('bad_output', async (run) => {
      expect((await run.refund()).structuredContent).to.deep.equal({ surprise: true })
      expect(run.journal()).to.have.lengthOf(1)
    }))

  it('down breaks the connection before doing', () =>
    underFault('down', async (run) => {
      expect(await failure(run.refund())).to.have.property('message', 'fetch failed')
      expect(run.journal()).to.deep.equal([])
      expect((await run.refund()).structuredContent).to.include({ amount: 10 })
    }))

  it('huge answers with 20 MB', () =>
    underFault('huge', async (run) => {
      expect(JSON.stringify((await run.refund()).content).length).to.be.above(20_000_000)
      expect(run.journal()).to.have.lengthOf(1)
    }))

  it('colleague_refund lets a colleague refund first', () =>
    underFault('colleague_refund', async (run) => {
      await run.refund()
      const refunds = await run.refunds()
      for (const [index, reference] of [/^colleague-/, /^key-/].entries()) {
        expect(refunds).to.have.nested.property(`[${index}].reference`).that.matches(reference)
      }
      expect(run.journal()).to.have.lengthOf(1)
      expect(await run.refundable()).to.equal(15)
    }))

  it('meets only as many calls as were ordered, and only of its tool', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    await shop.post('/faults', { tool: 'refund_order', fault: '500', count: 2 })
    expect(await refundable(client)).to.equal(45)
    expect((await failure(refund(client))).name).to.equal('SdkHttpError')
    expect((await failure(refund(client))).name).to.equal('SdkHttpError')
    expect((await refund(client)).structuredContent).to.include({ reference: 'key-1042' })
  })

  it('meets any tool under a star, for ever if so ordered, until cleared', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    await shop.post('/faults', { tool: '*', fault: '500', count: 'always' })
    for (let times = 0; times < 3; times++)
      expect((await failure(refundable(client))).name).to.equal('SdkHttpError')
    await shop.post('/faults', undefined, 'DELETE')
    expect(await refundable(client)).to.equal(45)
  })

  it('can be set by option, and by another process in the file; it survives a restart', async () => {
    using folder = freshFolder()
    await using first = await startForTest('shop', folder.path, '--fault', 'refund_order=500*1')
    await using client = await first.connect()
    expect((await failure(refund(client))).name).to.equal('SdkHttpError')
    using db = new DatabaseSync(`${folder.path}/shop.sqlite`)
    db.exec("INSERT INTO faults (tool, fault, left) VALUES ('refund_order', '409', 2)")
    expect(await failure(refund(client))).to.have.nested.property('data.status', 409)
    await first.end('SIGKILL')
    await using second = await startForTest('shop', folder.path)
    await using again = await second.connect()
    expect(await failure(refund(again))).to.have.nested.property('data.status', 409)
    expect((await refund(again)).structuredContent).to.include({ reference: 'key-1042' })
  })

  it('is refused when no such fault or tool exists', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    for (const order of [
      { tool: 'none', fault: '500' },
      { tool: '*', fault: 'none' },
      { tool: '*', fault: '500', count: 0 },
    ]) {
      const answer = await shop.post('/faults', order)
      expect(answer.status).to.equal(400)
    }
    await using helpdesk = await startForTest('helpdesk', folder.path)
    expect((await helpdesk.post('/faults', { tool: '*', fault: 'colleague_refund' })).status).to.equal(400)
  })
})

describe("a colleague's refund", () => {
  it('is a row of the shop without a line in the journal', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    const made: unknown = await (
      await shop.post('/colleague-refund', { order_id: '1042', amount: 20 })
    ).json()
    expect(made)
      .to.have.property('reference')
      .that.matches(/^colleague-/)
    expect(await refundable(client)).to.equal(25)
    expect(readJournal(folder.path, 'shop')).to.deep.equal([])
    expect((await shop.post('/colleague-refund', { order_id: '1042', amount: 26 })).status).to.equal(422)
    expect((await shop.post('/colleague-refund', { order_id: 'none', amount: 1 })).status).to.equal(404)
    expect((await shop.post('/colleague-refund', { amount: 1 })).status).to.equal(400)
  })
})
