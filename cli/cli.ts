import type { Command } from 'commander'
import type { ApiClient } from './api-client.ts'
import type { CliConfig } from './config.ts'

/** Options that every command of the API has. */
export type Connection = { json?: boolean; url?: string; token?: string }

/** What a command is given. */
export type Cli = {
  config: CliConfig
  client: (options: Connection) => Promise<ApiClient>
  print: (text: string) => void
  /** ends with this code when the command is over; the highest counts */
  exit: (code: number) => void
}
export type Register = (program: Command, cli: Cli) => void

/** A command of the API, with the options that all of them have and an example in its help. */
export const apiCommand = (program: Command, usage: string, summary: string, example: string): Command =>
  localCommand(program, usage, summary, example)
    .option('--url <url>', 'the console (default: the one running in REMIT_HOME)')
    .option('--token <token>', 'who you are (default: the operator of REMIT_HOME)')

/** A command on the machine itself. */
export const localCommand = (program: Command, usage: string, summary: string, example: string): Command =>
  program
    .command(usage)
    .description(summary)
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  $ npm run remit -- ${example}`)
