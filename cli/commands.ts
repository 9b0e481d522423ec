import { agentsCommand } from './commands/agents.ts'
import { budgetsCommand } from './commands/budgets.ts'
import { auditCommand } from './commands/audit.ts'
import { backupCommand, restoreCommand } from './commands/backup.ts'
import { deadCommand } from './commands/dead.ts'
import { approveCommand, rejectCommand } from './commands/decide.ts'
import { doctorCommand } from './commands/doctor.ts'
import { againCommand, byPersonCommand, reversedCommand } from './commands/effect-orders.ts'
import {
  cancelCommand,
  flagCommand,
  resolveCommand,
  resumeCommand,
  reviewCommand,
  topUpCommand,
} from './commands/goal-orders.ts'
import { goalsCommand } from './commands/goals.ts'
import { haltCommand, haltsCommand, liftCommand } from './commands/halt.ts'
import { inboxCommand } from './commands/inbox.ts'
import { demoteCommand, modeCommand, promoteCommand } from './commands/mode.ts'
import { outcomesCommand } from './commands/outcomes.ts'
import { loginCommand } from './commands/login.ts'
import { policyCommand } from './commands/policy.ts'
import { eraseCommand, keysCommand, restoredCommand } from './commands/record-orders.ts'
import { assessCommand, replayCommand } from './commands/replay.ts'
import { initCommand } from './commands/init.ts'
import { showCommand } from './commands/show.ts'
import { submitCommand } from './commands/submit.ts'
import { toolsCommand } from './commands/tools.ts'
import { traceCommand } from './commands/trace.ts'
import { watchCommand } from './commands/watch.ts'
import type { Register } from './cli.ts'

/** Every command, in the order in which help shows them. */
export const commands: readonly Register[] = [
  submitCommand,
  goalsCommand,
  showCommand,
  traceCommand,
  watchCommand,
  inboxCommand,
  approveCommand,
  rejectCommand,
  resolveCommand,
  resumeCommand,
  topUpCommand,
  cancelCommand,
  flagCommand,
  reviewCommand,
  againCommand,
  byPersonCommand,
  reversedCommand,
  haltCommand,
  liftCommand,
  haltsCommand,
  modeCommand,
  promoteCommand,
  demoteCommand,
  outcomesCommand,
  budgetsCommand,
  agentsCommand,
  policyCommand,
  toolsCommand,
  initCommand,
  replayCommand,
  assessCommand,
  loginCommand,
  doctorCommand,
  auditCommand,
  backupCommand,
  restoreCommand,
  deadCommand,
  eraseCommand,
  restoredCommand,
  keysCommand,
]
