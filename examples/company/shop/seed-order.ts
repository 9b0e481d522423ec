import type { DatabaseSync } from 'node:sqlite'
import type { DaysAgo } from '../system/seed-once.ts'
import { toMinor } from './minor-units.ts'

export type SeedCustomer = { id: string; name: string; email: string; address: string; sinceDaysAgo: number }

/** An order as the seed writes it: amounts in the currency, times in days before the first seeding. */
export type SeedOrder = {
  id: string
  customer: string
  total: number
  currency?: string
  /** absent: never shipped */
  shipped?: number
  /** absent: not arrived */
  delivered?: number
  ordered?: number
  item?: string
  /** a first item of this quantity; the price is the total divided by it */
  quantity?: number
  method?: string
  payment?: 'captured' | 'authorised' | 'disputed'
  cancelled?: boolean
  refunds?: { reference: string; amount: number; daysAgo: number }[]
}

const statusOf = (order: SeedOrder): string => {
  if (order.cancelled) return 'cancelled'
  if (order.delivered !== undefined) return 'delivered'
  if (order.shipped !== undefined) return 'shipped'
  return order.payment === 'authorised' ? 'placed' : 'paid'
}

/** Writes customers and orders with their items, payments, shipments and refunds. */
export const createSeeder = (db: DatabaseSync, daysAgo: DaysAgo) => {
  const insert = {
    customer: db.prepare('INSERT INTO customers VALUES (?, ?, ?, ?, ?)'),
    order: db.prepare('INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)'),
    item: db.prepare('INSERT INTO items VALUES (?, ?, ?, ?, ?, ?)'),
    payment: db.prepare('INSERT INTO payments VALUES (?, ?, ?, ?, ?, ?)'),
    shipment: db.prepare('INSERT INTO shipments VALUES (?, ?, ?, ?, ?)'),
    refund: db.prepare('INSERT INTO refunds VALUES (?, ?, ?, ?, ?, ?, ?)'),
  }

  return {
    customer: ({ id, name, email, address, sinceDaysAgo }: SeedCustomer): void => {
      insert.customer.run(id, name, email, address, daysAgo(sinceDaysAgo))
    },
    order: (order: SeedOrder): void => {
      const currency = order.currency ?? 'EUR'
      const total = toMinor(order.total, currency)
      const ordered = order.ordered ?? (order.shipped ?? 0) + 2
      const quantity = order.quantity ?? 1
      const payment = order.payment ?? 'captured'
      const paid = payment !== 'authorised'
      insert.order.run(order.id, order.customer, statusOf(order), currency, total, daysAgo(ordered))
      const sku = `sku-${order.id}`
      insert.item.run(order.id, 1, sku, order.item ?? 'Stoneware mug', quantity, Math.floor(total / quantity))
      insert.payment.run(
        `pay-${order.id}`,
        order.id,
        order.method ?? 'card',
        payment,
        paid ? total : 0,
        paid ? daysAgo(ordered) : null,
      )
      if (order.shipped !== undefined) {
        const delivered = order.delivered === undefined ? null : daysAgo(order.delivered)
        insert.shipment.run(order.id, 'DHL', `00340${order.id}`, daysAgo(order.shipped), delivered)
      }
      for (const { reference, amount, daysAgo: days } of order.refunds ?? []) {
        const minor = toMinor(amount, currency)
        insert.refund.run(`rf-${reference}`, order.id, reference, minor, 'damaged', 'counter', daysAgo(days))
      }
    },
  }
}
