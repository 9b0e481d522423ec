import { CliFailure } from '../cli-failure.ts'
import { RaisedKind } from '../../contracts/events/raised.ts'
import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { readJsonFile } from '../read-json-file.ts'
import { runOrder } from '../run-order.ts'

type Options = Connection & { note?: string; result?: string }

/** `resolve`: a person did, or settled, what was asked; the goal ends as taken by a person. */
export const resolveCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'resolve <goal>',
    'end a goal by what a person did',
    'resolve g_4c1f --note "refunded by hand in the bank"',
  )
    .requiredOption('--note <text>', 'what was done')
    .option('--result <file>', 'a typed result (JSON)')
    .action(async (goal: string, options: Options) => {
      const { note, result } = options
      const body = result === undefined ? { note } : { note, result: await readJsonFile(result) }
      await runOrder(cli, options, {
        path: 'resolution',
        segments: { id: goal },
        body,
        done: `Resolved ${goal}`,
      })
    })
}

/** `resume`: gives the goal back to its agents. */
export const resumeCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'resume <goal>',
    'give a goal back to its agents',
    'resume g_4c1f --note "the order is 1043, not 1042"',
  )
    .requiredOption('--note <text>', 'what the agents shall know')
    .action(async (goal: string, options: Options) => {
      const body = { note: options.note }
      await runOrder(cli, options, { path: 'resume', segments: { id: goal }, body, done: `Resumed ${goal}` })
    })
}

/** `top-up`: raises the goal's own budget; a goal that stopped for it goes on. */
export const topUpCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'top-up <goal> <kind> <by>',
    "raise a goal's own budget, and let it go on",
    'top-up g_4c1f money_moved "10 EUR" --note "the third item is broken, too"',
  )
    .requiredOption('--note <text>', 'why')
    .addHelpText(
      'after',
      `\nkinds: ${RaisedKind.options.join(', ')}\nby: "10 EUR" of money_moved or cost, 2h of wall_time, 5 of the others`,
    )
    .action(async (goal: string, kind: string, by: string, options: Options) => {
      const body = { kind, by, note: options.note }
      const done = `Raised ${kind} of ${goal} by ${by}`
      await runOrder(cli, options, { path: 'topUp', segments: { id: goal }, body, done })
    })
}

/** `cancel`: nothing new begins; what is executing is settled first. */
export const cancelCommand: Register = (program, cli) => {
  apiCommand(program, 'cancel <goal>', 'cancel a goal', 'cancel g_4c1f --note "asked twice"')
    .option('--note <text>')
    .action(async (goal: string, options: Options) => {
      const body = { note: options.note }
      await runOrder(cli, options, {
        path: 'cancel',
        segments: { id: goal },
        body,
        done: `Cancelling ${goal}`,
      })
    })
}

/** `review`: answers whether an outcome that was drawn for review was right. */
export const reviewCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'review <goal> <verdict>',
    'say whether an outcome that was drawn for review was right or wrong',
    'review g_4c1f right',
  )
    .option('--note <text>', 'what was wrong')
    .action(async (goal: string, verdict: string, options: Options) => {
      if (verdict !== 'right' && verdict !== 'wrong')
        throw new CliFailure(2, 'The verdict is `right` or `wrong`.')
      const { note } = options
      const body = note === undefined ? { verdict } : { verdict, note }
      await runOrder(cli, options, {
        path: 'review',
        segments: { id: goal },
        body,
        done: `Reviewed ${goal}: ${verdict}`,
      })
    })
}

/** `flag`: says that an outcome was wrong; it counts as an error. */
export const flagCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'flag <goal>',
    'say that an outcome was wrong',
    'flag g_4c1f --note "refunded the wrong order"',
  )
    .requiredOption('--note <text>', 'what was wrong')
    .action(async (goal: string, options: Options) => {
      const body = { note: options.note }
      await runOrder(cli, options, { path: 'flag', segments: { id: goal }, body, done: `Flagged ${goal}` })
    })
}
