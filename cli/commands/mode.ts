import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { runOrder } from '../run-order.ts'

/** `mode`: sets by hand how much of a workflow runs without a person, never above its ceiling. */
export const modeCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'mode <workflow> <mode>',
    'set a mode by hand: suggest, act-low-risk, autonomous',
    'mode refunds-under-50 act-low-risk --note "two weeks of suggestions were right"',
  )
    .requiredOption('--note <text>', 'why')
    .action(async (workflow: string, mode: string, options: Connection & { note: string }) => {
      const body = { mode, note: options.note }
      const done = `${workflow} is in mode ${mode}`
      await runOrder(cli, options, { path: 'mode', segments: { name: workflow }, body, done })
    })
}
