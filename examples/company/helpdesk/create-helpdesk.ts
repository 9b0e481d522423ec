import { join } from 'node:path'
import { McpServer } from '@modelcontextprotocol/server'
import { createFaults } from '../system/faults.ts'
import { openJournal } from '../system/journal.ts'
import { openDatabase } from '../system/open-database.ts'
import type { Options } from '../system/options.ts'
import { createPerform } from '../system/perform.ts'
import { seedOnce } from '../system/seed-once.ts'
import type { System } from '../system/system.ts'
import { fillHelpdesk } from './fill-helpdesk.ts'
import { TABLES } from './tables.ts'
import { addNote } from './tools/add-note.ts'
import { getTicket } from './tools/get-ticket.ts'
import { listTickets } from './tools/list-tickets.ts'
import { reply } from './tools/reply.ts'

const TOOLS = { get_ticket: getTicket, list_tickets: listTickets, add_note: addNote, reply }

const now = () => new Date()

/**
 * The helpdesk of the sample company, over its files in `data`. As many helpdesks do, it takes a key along
 * into its journal and does not honour it: a repeat is a second note.
 */
export const createHelpdesk = (options: Options): System => {
  const db = openDatabase(join(options.data, 'helpdesk.sqlite'), TABLES)
  const journal = openJournal(db, join(options.data, 'helpdesk.journal.jsonl'))
  seedOnce(db, options.seed, now(), (daysAgo) => fillHelpdesk(db, options.seed, daysAgo))
  const perform = createPerform({ db, journal, keepSeconds: 0, now })

  return {
    name: 'helpdesk',
    tools: Object.keys(TOOLS),
    faults: createFaults(db),
    mcp: (conduct) => {
      const server = new McpServer({ name: 'helpdesk', version: '1.0.0' })
      for (const register of Object.values(TOOLS)) register(server, { db, perform, conduct })
      return server
    },
    admin: {},
    close: () => {
      journal.close()
      db.close()
    },
  }
}
