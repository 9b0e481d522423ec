import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { call, freshFolder, startForTest } from '../system/start-for-test.ts'

const DAY = 86_400_000

const daysSince = (time: unknown): number => Math.floor((Date.now() - Date.parse(String(time))) / DAY)

describe('the shop', () => {
  for (const revision of ['auto', 'legacy'] as const) {
    it(`answers every tool with what its schema promises (${revision})`, async () => {
      using folder = freshFolder()
      await using shop = await startForTest('shop', folder.path)
      await using client = await shop.connect(revision)
      const { tools } = await client.listTools()
      expect(tools.map(({ name }) => name)).to.have.members([
        'get_order',
        'get_customer',
        'get_refund',
        'get_payment',
        'list_orders',
        'refund_order',
        'set_address',
      ])
      expect(
        tools.filter(({ annotations }) => annotations?.readOnlyHint === false).map(({ name }) => name),
      ).to.have.members(['refund_order', 'set_address'])

      const order = await call(client, 'get_order', { id: '1042' })
      expect(order).to.include({ customer_id: 'cus-1042', currency: 'EUR', total: 45, refundable: 45 })
      expect(daysSince(order['shipped_at'])).to.equal(6)
      expect(await call(client, 'get_payment', { id: String(order['payment_id']) })).to.include({
        order_id: '1042',
        method: 'card',
        status: 'captured',
        captured: 45,
      })
      expect(await call(client, 'list_orders', { email: 'LUKAS.braun@example.com' }))
        .to.have.property('orders')
        .with.lengthOf(3)
      const refund = await call(
        client,
        'refund_order',
        { order_id: '1042', amount: 15.5, reason: 'broken' },
        'key-1',
      )
      expect(refund).to.include({ reference: 'key-1', order_id: '1042', amount: 15.5, currency: 'EUR' })
      expect(await call(client, 'get_refund', { reference: 'key-1' })).to.include({
        amount: 15.5,
        status: 'done',
      })
      expect(await call(client, 'get_order', { id: '1042' })).to.include({ refundable: 29.5 })
      expect(await call(client, 'get_customer', { id: 'cus-1042' })).to.include({ refunds_90d: 1 })
      const address = 'Neue Gasse 1, 04109 Leipzig'
      await call(client, 'set_address', { customer_id: 'cus-1042', address })
      expect(await call(client, 'get_customer', { id: 'cus-1042' })).to.include({ address })
    })
  }

  it('has the fixed orders as its README says', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    const order = (id: string) => call(client, 'get_order', { id })
    expect(await order('1043')).to.include({ refundable: 15 })
    expect(await order('1044')).to.include({ refundable: 35 })
    for (const id of ['1045', '1046', '1047']) {
      expect(await order(id)).to.include({ refundable: 19, customer_id: 'cus-1045' })
    }
    expect(daysSince((await order('1051'))['shipped_at'])).to.equal(40)
    expect(await order('1052')).to.include({ refundable: 80 })
    expect(await order('1053')).to.include({ refundable: 25 })
    expect(await call(client, 'get_customer', { id: 'cus-1054' })).to.include({ refunds_90d: 2 })
    expect(await order('1057')).to.not.have.property('shipped_at')
    expect(await order('1058')).to.include({ currency: 'USD' })
    expect(await order('1059')).to.include({ currency: 'JPY', total: 4500 })
    expect(await order('1063')).to.include({ refundable: 0 })
    expect(await order('1066')).to.include({ refundable: 0, total: 15 })
    expect(await order('sandbox-1')).to.include({ refundable: 10_000 })
    expect(await order('1100')).to.include({ refundable: 15, customer_id: 'cus-1100' })
    expect(await order('1199')).to.include({ refundable: 35, customer_id: 'cus-1199' })
  })

  it('refuses in words what it cannot do', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    await using client = await shop.connect()
    const refund = (args: object) =>
      call(client, 'refund_order', { order_id: '1043', amount: 1, reason: 'x', ...args })
    expect(await call(client, 'get_order', { id: '9' })).to.include({ code: 'not_found', status: 404 })
    expect(await call(client, 'get_refund', { reference: 'none' })).to.include({ code: 'not_found' })
    expect(await call(client, 'get_payment', { id: 'none' })).to.include({ code: 'not_found' })
    expect(await call(client, 'set_address', { customer_id: 'no', address: 'x' })).to.include({
      code: 'not_found',
    })
    expect(await call(client, 'list_orders', {})).to.include({ code: 'bad_request' })
    expect(await refund({ order_id: '9' })).to.include({ code: 'not_found' })
    expect(await refund({ amount: 15.01 })).to.include({ code: 'not_refundable' })
    expect(await refund({ amount: 1.005 })).to.include({ code: 'bad_request' })
    expect(await refund({ order_id: '1059', amount: 0.5 })).to.include({ code: 'bad_request' })
    expect(await refund({ order_id: '1066' })).to.include({ code: 'not_refundable' })
    for (const args of [{ amount: '1' }, { amount: -1 }, { amount: 0 }, { extra: true }]) {
      const result = await client.callTool({
        name: 'refund_order',
        arguments: { order_id: '1043', amount: 1, reason: 'x', ...args },
      })
      expect(result.isError, JSON.stringify(args)).to.equal(true)
    }
    expect(await call(client, 'get_order', { id: '1043' })).to.include({ refundable: 15 })
  })

  it('seeds the same company from the same seed, another from another', async () => {
    const company = async (seed: string): Promise<string> => {
      using folder = freshFolder()
      await using shop = await startForTest('shop', folder.path, '--seed', seed)
      await shop.end('SIGTERM')
      using db = new DatabaseSync(`${folder.path}/shop.sqlite`)
      return JSON.stringify([
        db.prepare('SELECT id, customer_id, status, currency, total FROM orders ORDER BY id').all(),
        db.prepare('SELECT id, name, email, address FROM customers ORDER BY id').all(),
      ])
    }
    const first = await company('7')
    expect(await company('7')).to.equal(first)
    expect(await company('8')).to.not.equal(first)
  })

  it('holds some hundreds of orders and customers', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    using db = new DatabaseSync(`${folder.path}/shop.sqlite`)
    const count = (table: string) => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'])
    expect(count('orders')).to.be.above(500)
    expect(count('customers')).to.be.above(300)
    expect(count('items')).to.equal(count('orders'))
    expect(count('payments')).to.equal(count('orders'))
    expect(count('shipments')).to.be.above(400)
    expect(shop.child.exitCode).to.equal(null)
  })
})
