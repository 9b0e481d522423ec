import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { call, freshFolder, readJournal, startForTest, type Connected } from '../system/start-for-test.ts'

const ARGS = { order_id: '1042', amount: 10, reason: 'broken' }

const refund = (client: Connected, timeout = 10_000) =>
  client.callTool({ name: 'refund_order', arguments: ARGS, _meta: { idempotencyKey: 'k' } }, { timeout })

const failure = async (work: Promise<unknown>): Promise<Error> => {
  try {
    await work
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('it did not fail')
}

const refundable = async (client: Connected) =>
  (await call(client, 'get_order', { id: '1042' }))['refundable']

describe('a fault of the shop', () => {
  for (const revision of ['auto', 'legacy'] as const) {
    const withFault = async (fault: string) => {
      const folder = freshFolder()
      const shop = await startForTest('shop', folder.path)
      const client = await shop.connect(revision)
      const answer = await shop.post('/faults', { tool: 'refund_order', fault, count: 1 })
      expect(answer.status).to.equal(200)
      return {
        client,
        journal: () => readJournal(folder.path, 'shop'),
        [Symbol.asyncDispose]: async () => {
          await client.close()
          await shop[Symbol.asyncDispose]()
          folder[Symbol.dispose]()
        },
      }
    }

    it(`timeout_after_success does it, journals it and never answers (${revision})`, async () => {
      await using run = await withFault('timeout_after_success')
      expect(await failure(refund(run.client, 1000))).to.have.property('code', 'REQUEST_TIMEOUT')
      expect(run.journal()).to.have.lengthOf(1)
      expect(await refundable(run.client)).to.equal(35)
      expect((await refund(run.client)).structuredContent).to.deep.equal(run.journal()[0]?.result)
    })

    it(`500 answers before doing (${revision})`, async () => {
      await using run = await withFault('500')
      expect(await failure(refund(run.client))).to.have.nested.property('data.status', 500)
      expect(run.journal()).to.deep.equal([])
      expect(await refundable(run.client)).to.equal(45)
    })

    it(`500_after answers so after doing (${revision})`, async () => {
      await using run = await withFault('500_after')
      expect(await failure(refund(run.client))).to.have.nested.property('data.status', 500)
      expect(run.journal()).to.have.lengthOf(1)
      expect(await refundable(run.client)).to.equal(35)
    })

    it(`409 answers before doing (${revision})`, async () => {
      await using run = await withFault('409')
      expect(await failure(refund(run.client))).to.have.nested.property('data.status', 409)
      expect(run.journal()).to.deep.equal([])
    })

    it(`yes_but_nothing says yes and changes nothing (${revision})`, async () => {
      await using run = await withFault('yes_but_nothing')
      const { structuredContent } = await refund(run.client)
      expect(structuredContent).to.include({ reference: 'k', amount: 10 })
      expect(run.journal()).to.deep.equal([])
      expect(await refundable(run.client)).to.equal(45)
      expect(await call(run.client, 'get_refund', { reference: 'k' })).to.include({ code: 'not_found' })
    })

    it(`slow does it although the caller is gone (${revision})`, async () => {
      await using run = await withFault('slow:600')
      expect(await failure(refund(run.client, 200))).to.have.property('code', 'REQUEST_TIMEOUT')
      expect(run.journal()).to.deep.equal([])
      while ((await refundable(run.client)) !== 35);
      expect(run.journal()).to.have.lengthOf(1)
    })

    it(`bad_output does it and answers against its schema (${revision})`, async () => {
      await using run = await withFault('bad_output')
      expect((await refund(run.client)).structuredContent).to.deep.equal({ surprise: true })
      expect(run.journal()).to.have.lengthOf(1)
    })

    it(`down breaks the connection before doing (${revision})`, async () => {
      await using run = await withFault('down')
      expect(await failure(refund(run.client))).to.have.property('message', 'fetch failed')
      expect(run.journal()).to.deep.equal([])
      expect((await refund(run.client)).structuredContent).to.include({ reference: 'k' })
    })

    it(`huge answers with 20 MB (${revision})`, async () => {
      await using run = await withFault('huge')
      const { content } = await refund(run.client)
      expect(JSON.stringify(content).length).to.be.above(20_000_000)
      expect(run.journal()).to.have.lengthOf(1)
    })

    it(`colleague_refund lets a colleague refund first (${revision})`, async () => {
      await using run = await withFault('colleague_refund')
      expect((await refund(run.client)).structuredContent).to.include({ reference: 'k' })
      const { refunds } = await call(run.client, 'get_order', { id: '1042' })
      expect(refunds)
        .to.have.lengthOf(2)
        .with.nested.property('[0].reference')
        .that.matches(/^colleague-/)
      expect(run.journal().map(({ key }) => key)).to.deep.equal(['k'])
      expect(await refundable(run.client)).to.equal(25)
    })
  }

  it('meets only as many calls as were ordered, and only of its tool', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    await shop.post('/faults', { tool: 'refund_order', fault: '500', count: 2 })
    expect(await refundable(client)).to.equal(45)
    expect((await failure(refund(client))).name).to.equal('SdkHttpError')
    expect((await failure(refund(client))).name).to.equal('SdkHttpError')
    expect((await refund(client)).structuredContent).to.include({ reference: 'k' })
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
    expect((await refund(again)).structuredContent).to.include({ reference: 'k' })
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
