import { run } from '../system/run.ts'
import { createHelpdesk } from './create-helpdesk.ts'

await run(createHelpdesk)
