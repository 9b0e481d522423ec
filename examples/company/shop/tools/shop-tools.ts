import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { Conduct, Perform } from '../../system/perform.ts'

/** What each tool of the shop is given. */
export type ShopTools = { db: DatabaseSync; perform: Perform; conduct: Conduct; now: () => Date }

/** A time in a tool's answer. zod's own date-time would put a long pattern into every schema. */
export const DateTime = z.string().meta({ format: 'date-time' })

export const Currency = z.string().length(3).describe('ISO 4217')
