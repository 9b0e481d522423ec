import type { DatabaseSync } from 'node:sqlite'
import { createRandom } from '../system/random.ts'
import type { DaysAgo } from '../system/seed-once.ts'
import { FIXED_TICKETS, type SeedTicket } from './fixed-tickets.ts'

const TICKETS = 150

const FIRST = ['Lena', 'Tim', 'Sofia', 'Ben', 'Nora', 'Emil', 'Ida', 'Max', 'Ella', 'Oskar'] as const
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
const STATUSES = ['open', 'pending', 'closed', 'closed'] as const
const MATTERS = [
  { subject: 'Where is my order?', body: 'I ordered a week ago and have heard nothing since.' },
  { subject: 'Arrived broken', body: 'The parcel was crushed. I want my money back.' },
  { subject: 'Wrong item', body: 'I got a blue one, I ordered a red one.' },
  { subject: 'Invoice', body: 'Please send me the invoice again, with our tax number.' },
  { subject: 'Change of address', body: 'We have moved, please send it to the new address.' },
  { subject: 'Thank you', body: 'Quick and friendly, thank you!' },
] as const

/** Fixed tickets by number, and a crowd around them that `seed` decides. */
export const fillHelpdesk = (db: DatabaseSync, seed: number, daysAgo: DaysAgo): void => {
  const insert = db.prepare('INSERT INTO tickets VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const add = ({ id, name, email, subject, body, order, status, daysAgo: days }: SeedTicket): void => {
    insert.run(id, name, email, subject, body, order ?? null, status, daysAgo(days))
  }
  const random = createRandom(seed)
  for (const ticket of FIXED_TICKETS) add(ticket)
  for (let index = 0; index < TICKETS; index++) {
    const name = `${random.pick(FIRST)} ${random.pick(LAST)}`
    const order = String(2000 + random.between(0, 399))
    add({
      id: `T-${1000 + index}`,
      name,
      email: `${name.toLowerCase().replaceAll(' ', '.')}.${index}@example.com`,
      ...random.pick(MATTERS),
      ...(random.between(1, 3) > 1 && { order }),
      status: random.pick(STATUSES),
      daysAgo: random.between(0, 90),
    })
  }
}
