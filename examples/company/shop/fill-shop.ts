import type { DatabaseSync } from 'node:sqlite'
import { createRandom, type Random } from '../system/random.ts'
import type { DaysAgo } from '../system/seed-once.ts'
import { FIXED_CUSTOMERS, FIXED_ORDERS, POOL_ORDERS } from './fixed-orders.ts'
import { createSeeder, type SeedOrder } from './seed-order.ts'

const CUSTOMERS = 200
const ORDERS = 400

const FIRST = [
  'Lena',
  'Tim',
  'Sofia',
  'Ben',
  'Nora',
  'Emil',
  'Ida',
  'Max',
  'Ella',
  'Oskar',
  'Zoe',
  'Karl',
] as const
const LAST = [
  'Fischer',
  'Wolf',
  'Becker',
  'Krause',
  'Berg',
  'Lang',
  'Peters',
  'Busch',
  'Roth',
  'Simon',
] as const
const CITIES = ['10115 Berlin', '20095 Hamburg', '50667 Köln', '80331 München', '04109 Leipzig'] as const
const ITEMS = [
  'Stoneware mug',
  'Linen apron',
  'Oak board',
  'Enamel kettle',
  'Tea tin',
  'Soup bowl',
  'Wool throw',
] as const
const METHODS = ['card', 'paypal', 'invoice', 'sepa'] as const

const generatedOrder = (random: Random, index: number): SeedOrder => {
  const shipped = random.between(0, 90)
  const cents = random.between(500, 20_000)
  const id = String(2000 + index)
  const lot = random.between(1, 100)
  return {
    id,
    customer: `cus-${String(random.between(1, CUSTOMERS)).padStart(3, '0')}`,
    total: cents / 100,
    currency: lot > 95 ? 'USD' : 'EUR',
    ordered: shipped + random.between(1, 3),
    ...(lot > 5 && { shipped }),
    ...(lot > 5 && shipped > 4 && { delivered: shipped - random.between(1, 4) }),
    item: random.pick(ITEMS),
    method: random.pick(METHODS),
    cancelled: lot <= 2,
    refunds:
      lot % 10 === 6
        ? [{ reference: `counter-${id}`, amount: Math.ceil(cents / 2) / 100, daysAgo: shipped / 2 }]
        : [],
  }
}

/** The shop's whole company: fixed orders by number, pools, and a crowd around them that `seed` decides. */
export const fillShop = (db: DatabaseSync, seed: number, daysAgo: DaysAgo): void => {
  const seeder = createSeeder(db, daysAgo)
  const random = createRandom(seed)
  for (const customer of FIXED_CUSTOMERS) seeder.customer(customer)
  for (const order of [...FIXED_ORDERS, ...POOL_ORDERS]) seeder.order(order)
  for (let index = 1; index <= CUSTOMERS; index++) {
    const number = String(index).padStart(3, '0')
    const name = `${random.pick(FIRST)} ${random.pick(LAST)}`
    seeder.customer({
      id: `cus-${number}`,
      name,
      email: `${name.toLowerCase().replaceAll(' ', '.')}.${number}@example.com`,
      address: `${random.pick(['Lindenweg', 'Gartenstrasse', 'Am Markt'])} ${random.between(1, 90)}, ${random.pick(CITIES)}`,
      sinceDaysAgo: random.between(91, 900),
    })
  }
  for (let index = 0; index < ORDERS; index++) seeder.order(generatedOrder(random, index))
}
