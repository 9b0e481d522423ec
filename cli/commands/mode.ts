import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { runOrder } from '../run-order.ts'

/** `promote`: the owner takes the next mode, if what people decided has earned it. */
export const promoteCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'promote <workflow>',
    'let a workflow do more alone, as its suggestions have earned',
    'promote refunds-under-50',
  )
    .option('--note <text>')
    .action(async (workflow: string, options: Connection & { note?: string }) => {
      const body = options.note === undefined ? {} : { note: options.note }
      const done = `${workflow} is promoted`
      await runOrder(cli, options, { path: 'promotion', segments: { name: workflow }, body, done })
    })
}

/** `demote`: one mode back, at any time. */
export const demoteCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'demote <workflow>',
    'let a workflow do less alone',
    'demote refunds-under-50 --note "new staff"',
  )
    .requiredOption('--note <text>', 'why')
    .action(async (workflow: string, options: Connection & { note: string }) => {
      const done = `${workflow} is one mode back`
      const body = { note: options.note }
      await runOrder(cli, options, { path: 'demotion', segments: { name: workflow }, body, done })
    })
}

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
