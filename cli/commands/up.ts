import { rm, stat } from 'node:fs/promises'
import { join, resolve as absolute } from 'node:path'
import { Budgets } from '../../contracts/http/answers.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import { pageOf } from '../../contracts/http/page-paths.ts'
import { signInLinks } from '../../store/sign-in-links.ts'
import { apiClient } from '../api-client.ts'
import { CliFailure } from '../cli-failure.ts'
import type { Register } from '../cli.ts'
import { findConsole } from '../find-console.ts'
import { peopleIn } from '../people-in.ts'
import { upConfig, type UpConfig } from '../up/config.ts'
import { startAll, type Everything } from '../up.ts'
import { runTour } from '../up/tour.ts'

type Options = { tour: boolean; exit?: true; break?: string }

const breakable: Readonly<Record<string, Record<string, string[]>>> = {
  refund: { shop: ['--fault', 'refund_order=yes_but_nothing'] },
}

const isNew = async (home: string): Promise<boolean> => {
  try {
    await stat(join(home, 'store', 'remit.sqlite'))
    return false
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true
    throw error
  }
}

const clientOf = async (config: UpConfig, everything: Everything) =>
  apiClient(
    await findConsole(
      {
        home: config.home,
        config: config.config,
        port: 0,
        url: everything.console,
        token: undefined,
        natsUrl: undefined,
        natsServer: undefined,
      },
      {},
    ),
  )

/** For whoever reads this terminal first: the operator's token never has to be typed. */
const signInLine = async ({ home, config }: UpConfig, url: string): Promise<string | null> => {
  const files = homeFiles(home)
  const people = await peopleIn(config)
  const operator = people.find((one) => absolute(home, one.token_file ?? '') === files.operatorToken)
  if (operator === undefined) return null
  const now = new Date()
  const key = await signInLinks(files.signIn).make(operator.id, new Date(now.getTime() + 3_600_000), now)
  return `  sign in   ${url}${pageOf('signInLink', { key })}   (works once, within the hour)`
}

const ready = async (
  config: UpConfig,
  everything: Everything,
  print: (line: string) => void,
): Promise<void> => {
  const client = await clientOf(config, everything)
  const { data } = await client.call({ path: 'budgets', answer: Budgets })
  const today = data.today
    .map(({ canMove, moved }) => `at most ${canMove} can move today, ${moved} has`)
    .join('; ')
  print('Remit is ready')
  print(`  console   ${everything.console}   (operator's token: ${config.home}/operator.token)`)
  const signIn = await signInLine(config, everything.console)
  if (signIn !== null) print(signIn)
  print(
    `  NATS      ${everything.nats}   ${config.openClient ? 'open to this machine as the account local' : ''}`,
  )
  print(`  data      ${config.home}   log: ${everything.logFile}`)
  print(`  money     ${today === '' ? 'no cap is set, so nothing can move' : today}`)
  if (everything.durable !== 'power-loss')
    print(
      '  durable: process-crash (this nats-server is older than 2.12: a power cut may lose acknowledged goals)',
    )
  print('  stop      Ctrl-C')
}

/** Waits for the first signal; later ones change nothing, since a process group may deliver one twice. */
const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    process.on('SIGINT', () => resolve())
    process.on('SIGTERM', () => resolve())
  })

/** `up`: everything in one process, on this machine, with the sample company. */
export const upCommand: Register = (program, cli) => {
  program
    .command('up')
    .description('start everything here: nats-server, the four processes in one, the sample company')
    .option('--no-tour', 'skip the first-day tour of a new home')
    .option('--exit', 'stop after the tour; 0 only if the systems say what was expected')
    .option('--break <what>', 'start with a broken system, to see it found out: refund')
    .addHelpText('after', '\nExample:\n  $ npm start -- --exit')
    .action(async (options: Options) => {
      const faults = options.break === undefined ? {} : breakable[options.break]
      if (faults === undefined)
        throw new CliFailure(2, `--break ${options.break}: there is ${Object.keys(breakable).join(', ')}`)
      const stopped = untilStopped()
      const config = upConfig()
      const fresh = await isNew(config.home)
      const print = cli.print
      const everything = await startAll(config, (line) => process.stderr.write(`${line}\n`), faults)
      let wrong: string[] = []
      try {
        const shop = everything.sandboxes.find((one) => one.name === 'shop')
        if (options.tour && fresh && shop) {
          if (!config.hasModel)
            print(
              'No model configured: agents follow procedures written in code; set OPENAI_API_KEY for a model.',
            )
          wrong = (await runTour(await clientOf(config, everything), shop.data, print)).wrong
          for (const line of wrong) print(`WRONG: ${line}`)
        }
        if (options.exit) {
          cli.exit(wrong.length === 0 ? 0 : 1)
          return
        }
        await ready(config, everything, print)
        await stopped
        print('Stopping.')
      } finally {
        await everything.close()
        await rm(join(config.home, 'console.json'), { force: true })
      }
      // Whatever still holds the loop open (an unreferenced child, a keep-alive socket) has nothing more to do.
      process.exitCode = wrong.length === 0 ? 0 : 1
    })
}
