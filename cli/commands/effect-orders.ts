import { parseMoney } from '../../contracts/money.ts'
import { RemitError } from '../../contracts/errors.ts'
import { CliFailure } from '../cli-failure.ts'
import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { findEffectGoal } from '../find-effect.ts'
import { runOrder } from '../run-order.ts'

type Options = Connection & {
  goal?: string
  note?: string
  reference?: string
  amount?: string
  didNotHappen?: boolean
}

const amountOf = (text: string | undefined) => {
  if (text === undefined) return {}
  try {
    return { amount: parseMoney(text) }
  } catch (error) {
    if (error instanceof RemitError)
      throw new CliFailure(2, `--amount: ${error.message}`, {}, { cause: error })
    throw error
  }
}

/** `again`: only a person may let the same effect happen once more. */
export const againCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'again <effect>',
    'allow an effect once more',
    'again e_77ab --note "the first one was reversed"',
  )
    .option('--goal <goal>', 'the goal it belongs to')
    .option('--note <text>')
    .action(async (effect: string, options: Options) => {
      const goal = await findEffectGoal(await cli.client(options), effect, options.goal)
      const segments = { id: goal, effect }
      const body = { note: options.note }
      await runOrder(cli, options, { path: 'again', segments, body, done: `Allowed ${effect} once more` })
    })
}

/** `reversed`: records that a person undid the effect in the real system; the goal counts as wrong. */
export const reversedCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'reversed <effect>',
    'record that a person reversed this effect in the real system',
    'reversed e_77ab --goal g_4c1f --reference "bank 2026-11-22/18"',
  )
    .requiredOption('--reference <text>', 'where it can be found')
    .requiredOption('--goal <goal>', 'the goal it belongs to')
    .action(async (effect: string, options: Options & { goal: string }) => {
      const segments = { id: options.goal, effect }
      const body = { reference: options.reference }
      await runOrder(cli, options, {
        path: 'reversed',
        segments,
        body,
        done: `Recorded ${effect} as reversed`,
      })
    })
}

/** `by-person`: records that a person did the effect; it counts in budgets and blocks the same key. */
export const byPersonCommand: Register = (program, cli) => {
  apiCommand(
    program,
    'by-person <effect>',
    'record that a person did this effect by hand, or found out that it did not happen',
    'by-person e_77ab --reference "bank 2026-11-22/17" --amount "35 EUR"',
  )
    .requiredOption('--reference <text>', 'where it can be found')
    .option('--amount <money>', 'what it moved, e.g. "35 EUR"')
    .option('--did-not-happen', 'a person found out that it did not happen')
    .option('--goal <goal>', 'the goal it belongs to')
    .action(async (effect: string, options: Options) => {
      const happened = options.didNotHappen ? { happened: false } : {}
      const body = { ...happened, reference: options.reference, ...amountOf(options.amount) }
      const goal = await findEffectGoal(await cli.client(options), effect, options.goal)
      const segments = { id: goal, effect }
      await runOrder(cli, options, {
        path: 'byPerson',
        segments,
        body,
        done: `Recorded what became of ${effect}`,
      })
    })
}
