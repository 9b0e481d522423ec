import { checkAll } from '../doctor/check-all.ts'
import { localCommand } from '../cli.ts'
import type { Cli, Register } from '../cli.ts'
import { CliFailure } from '../cli-failure.ts'
import { consoleAnswers } from '../doctor/console-answers.ts'
import { mendLedger, sayDifference, standingDrift } from '../doctor/recount.ts'
import { needHomeStore } from '../open-home-store.ts'

const marks = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const
type Options = { json?: boolean; recount?: boolean; mend?: boolean }

/** The ledger against the logs: 0 differences expected; with `--mend` it is made anew from them. */
const recount = async (cli: Cli, options: Options): Promise<void> => {
  if (options.mend && (await consoleAnswers(cli.config.home)))
    throw new CliFailure(2, 'Somebody is at work in this home. Stop Remit first: a ledger is mended alone.')
  await using store = await needHomeStore(cli.config.home)
  const mended = options.mend ? await mendLedger(store) : null
  if (options.mend && mended === null)
    throw new CliFailure(1, 'The record moved meanwhile. Stop every supervisor of this home, then ask again.')
  const found = mended ?? (await standingDrift(store, 1000))
  if (options.json)
    cli.print(JSON.stringify({ items: found, cursor: null, mended: mended !== null && mended.length > 0 }))
  else {
    for (const difference of found) cli.print(sayDifference(difference))
    const count = found.length === 1 ? '1 difference' : `${found.length} differences`
    cli.print(`Recounted from the logs: ${count}${mended !== null && found.length > 0 ? ', mended' : ''}.`)
  }
  if (found.length > 0 && mended === null) cli.exit(1)
}

/** `doctor`: looks at this installation and says what to do; changes nothing but, asked to, the ledger. */
export const doctorCommand: Register = (program, cli) => {
  localCommand(program, 'doctor', 'look at this installation, and say what to do', 'doctor')
    .option('--recount', 'compare the ledger of the budgets with what the logs give')
    .option('--mend', 'with --recount, while Remit is stopped: make the ledger anew from the logs')
    .action(async (options: Options) => {
      if (options.recount) return recount(cli, options)
      if (options.mend) throw new CliFailure(2, '--mend goes with --recount.')
      const findings = await checkAll(cli.config, process.versions.node, new Date())
      if (options.json) cli.print(JSON.stringify({ items: findings, cursor: null }))
      else
        for (const { check, state, said, fix } of findings)
          cli.print(`${marks[state]}  ${check}: ${said}${fix === undefined ? '' : `\n      ${fix}`}`)
      if (findings.some(({ state }) => state === 'fail')) cli.exit(1)
    })
}
