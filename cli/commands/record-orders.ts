import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { runOrder } from '../run-order.ts'

/** `erase`: destroys the key of whom content is about. */
export const eraseCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'erase',
    'destroy the key of a data subject, and all content that is about it',
    'erase --subject C17 --mentions "Ada Lovelace"',
  )
    .requiredOption('--subject <subject>', "what the workflow's `subject:` names, or a goal's id")
    .option('--mentions <words...>', 'dead letters of no goal that mention these go too')
    .action(async (options: Connection & { subject: string; mentions?: string[] }) => {
      const { subject, mentions = [] } = options
      const body = { subject, mentions }
      const done = `The key of ${subject} is destroyed; what lies in the files of the bus follows`
      await runOrder(cli, options, { path: 'erasures', body, done })
    })
}

/** `restored`: ends the quarantine after a restore, or after a start behind a published head. */
export const restoredCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'restored',
    'lift the quarantine once all effects are known',
    'restored --note "compared with the bank"',
  )
    .requiredOption('--note <text>', 'what was compared')
    .action(async (options: Connection & { note: string }) => {
      const body = { note: options.note }
      await runOrder(cli, options, { path: 'restored', body, done: 'The quarantine is lifted' })
    })
}

/** `keys rotate`: new keys sign heads and seal content. */
export const keysCommand: Register = (program, cli) => {
  const keys = program.command('keys').description('keys of the record')
  apiCommand(keys, 'rotate', 'sign heads and seal content with new keys', 'keys rotate')
    .option('--note <text>')
    .action(async (options: Connection & { note?: string }) => {
      const body = options.note === undefined ? {} : { note: options.note }
      await runOrder(cli, options, { path: 'rotate', body, done: 'New keys sign and seal from now on' })
    })
}
