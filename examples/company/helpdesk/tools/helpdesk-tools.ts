import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { Conduct, Perform } from '../../system/perform.ts'

/** What each tool of the helpdesk is given. */
export type HelpdeskTools = { db: DatabaseSync; perform: Perform; conduct: Conduct }

/** A time in a tool's answer. zod's own date-time would put a long pattern into every schema. */
export const DateTime = z.string().meta({ format: 'date-time' })

export const Status = z.enum(['open', 'pending', 'closed'])
