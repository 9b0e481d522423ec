import { Command, CommanderError } from 'commander'
import { toRemitError } from '../contracts/errors.ts'
import { apiClient } from './api-client.ts'
import type { Cli, Register } from './cli.ts'
import { CliFailure } from './cli-failure.ts'
import { commands } from './commands.ts'
import { cliConfig } from './config.ts'
import { findConsole } from './find-console.ts'

const listed: Register = (program) => {
  program
    .command('up')
    .description('start everything here: nats-server, the four processes, the sample company')
}
/** Only `up` needs the four processes: loading them would make every other command slow to start. */
const upFor = async (args: string[]): Promise<Register> =>
  args.slice(0, 2).includes('up') ? (await import('./commands/up.ts')).upCommand : listed

type Streams = { out: (text: string) => void; err: (text: string) => void }

const wantsJson = (args: string[]): boolean => args.includes('--json')

const report = (thrown: unknown, json: boolean, streams: Streams): number => {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2
  const failure = thrown instanceof CliFailure ? thrown : null
  const error = failure === null ? toRemitError(thrown) : null
  const message = failure?.message ?? error?.message ?? ''
  const code = error === null ? {} : { code: error.code }
  // Whoever reads JSON reads one object, also of a failure.
  if (json) streams.out(JSON.stringify({ error: { message, ...code, ...failure?.problem } }))
  else streams.err(message)
  return failure?.exit ?? 1
}

/** Runs one command line; answers its exit code: 0 as asked, 1 failed, 2 wrong use, 3 with a person, 4 not reachable. */
export const runCli = async (args: string[], streams: Streams): Promise<number> => {
  let code = 0
  const program = new Command('remit')
    .description('Agents that act on real systems and never step outside their remit')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.out(text.trimEnd()),
      writeErr: (text) => streams.err(text.trimEnd()),
    })
    .showHelpAfterError('(--help shows how to use it)')
  try {
    const config = cliConfig()
    const cli: Cli = {
      config,
      client: async (options) => apiClient(await findConsole(config, options)),
      print: streams.out,
      exit: (wanted) => {
        code = Math.max(code, wanted)
      },
    }
    for (const register of [await upFor(args), ...commands]) register(program, cli)
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    return report(error, wantsJson(args), streams)
  }
}
