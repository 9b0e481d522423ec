import { expect } from 'chai'
import { call, freshFolder, readJournal, startForTest, type Connected } from '../system/start-for-test.ts'

const refund = (client: Connected, args: object, key?: string) =>
  call(client, 'refund_order', { order_id: '1042', amount: 10, reason: 'broken', ...args }, key)

describe('an idempotency key', () => {
  it('gives a repeat the first result and does nothing again', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    const first = await refund(client, {}, 'k')
    expect(await refund(client, {}, 'k')).to.deep.equal(first)
    expect(await call(client, 'get_order', { id: '1042' })).to.include({ refundable: 35 })
    expect(readJournal(folder.path, 'shop')).to.have.lengthOf(1)
  })

  it('is refused with other parameters', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    await refund(client, {}, 'k')
    expect(await refund(client, { amount: 11 }, 'k')).to.include({
      code: 'idempotency_conflict',
      status: 409,
    })
    expect(readJournal(folder.path, 'shop')).to.have.lengthOf(1)
  })

  it('answers in progress while the first call is under way', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    await shop.post('/faults', { tool: 'refund_order', fault: 'slow:2500', count: 1 })
    const slow = refund(client, {}, 'k')
    const faults = async (): Promise<string> => (await shop.post('/faults', undefined, 'GET')).text()
    while (!(await faults()).includes('"hits":1'));
    expect(await refund(client, {}, 'k')).to.include({ code: 'in_progress', status: 409 })
    expect(await refund(client, { amount: 11 }, 'k')).to.include({ code: 'idempotency_conflict' })
    const result = await slow
    expect(await refund(client, {}, 'k')).to.deep.equal(result)
    expect(readJournal(folder.path, 'shop')).to.have.lengthOf(1)
  })

  it('is one effect under a hundred calls at once', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => refund(client, { amount: 0.01 }, 'k')),
    )
    expect(new Set(answers.map((answer) => answer['refund_id']))).to.have.lengthOf(1)
    expect(readJournal(folder.path, 'shop')).to.have.lengthOf(1)
  })

  it('is known after a restart', async () => {
    using folder = freshFolder()
    const first = await (async () => {
      await using shop = await startForTest('shop', folder.path)
      await using client = await shop.connect()
      return await refund(client, {}, 'k')
    })()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    expect(await refund(client, {}, 'k')).to.deep.equal(first)
  })

  it('is left free by a refusal', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    expect(await refund(client, { amount: 46 }, 'k')).to.include({ code: 'not_refundable' })
    expect(await refund(client, { amount: 45 }, 'k')).to.include({ amount: 45 })
  })

  it('counts for nothing where the shop keeps none, or the call has none', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path, '--keys-keep', '0')
    await using client = await shop.connect()
    await refund(client, {}, 'k')
    await refund(client, {}, 'k')
    await refund(client, {})
    const journal = readJournal(folder.path, 'shop')
    expect(journal.map(({ key }) => key)).to.deep.equal(['k', 'k', null])
    expect(await call(client, 'get_order', { id: '1042' })).to.include({ refundable: 15 })
  })

  it('has to be a text of a bearable length', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    expect(await refund(client, {}, 'k'.repeat(256))).to.include({ code: 'bad_request' })
    expect(await refund(client, {}, '')).to.include({ code: 'bad_request' })
  })

  it('yields to a reference that the caller gives', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    expect(await refund(client, { reference: 'mine' }, 'k')).to.include({ reference: 'mine' })
    expect(await refund(client, {}))
      .to.have.property('reference')
      .that.matches(/^ref-/)
  })
})
