import { join } from 'node:path'
import { McpServer } from '@modelcontextprotocol/server'
import { createFaults } from '../system/faults.ts'
import { openJournal } from '../system/journal.ts'
import { openDatabase } from '../system/open-database.ts'
import type { Options } from '../system/options.ts'
import { createPerform } from '../system/perform.ts'
import { seedOnce } from '../system/seed-once.ts'
import type { System } from '../system/system.ts'
import { colleagueFirst, colleagueRefund } from './colleague-refund.ts'
import { fillShop } from './fill-shop.ts'
import { TABLES } from './tables.ts'
import { getCustomer } from './tools/get-customer.ts'
import { getOrder } from './tools/get-order.ts'
import { getPayment } from './tools/get-payment.ts'
import { getRefund } from './tools/get-refund.ts'
import { listOrders } from './tools/list-orders.ts'
import { refundOrder } from './tools/refund-order.ts'
import { setAddress } from './tools/set-address.ts'

const TOOLS = {
  get_order: getOrder,
  get_customer: getCustomer,
  get_refund: getRefund,
  get_payment: getPayment,
  list_orders: listOrders,
  refund_order: refundOrder,
  set_address: setAddress,
}

const now = () => new Date()

/** The shop of the sample company, over its files in `data`. */
export const createShop = (options: Options): System => {
  const db = openDatabase(join(options.data, 'shop.sqlite'), TABLES)
  const journal = openJournal(db, join(options.data, 'shop.journal.jsonl'))
  seedOnce(db, options.seed, now(), (daysAgo) => fillShop(db, options.seed, daysAgo))
  const perform = createPerform({ db, journal, keepSeconds: options.keysKeepSeconds, now })

  return {
    name: 'shop',
    tools: Object.keys(TOOLS),
    faults: createFaults(db),
    mcp: (conduct) => {
      const server = new McpServer({ name: 'shop', version: '1.0.0' })
      for (const register of Object.values(TOOLS)) register(server, { db, perform, conduct, now })
      return server
    },
    colleague: (args) => colleagueFirst(db, args),
    admin: { '/colleague-refund': (body) => colleagueRefund(db, body) },
    close: () => {
      journal.close()
      db.close()
    },
  }
}
