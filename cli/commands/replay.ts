import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readControlEvent } from '../../contracts/events.ts'
import type { Mode } from '../../contracts/events/goal-events.ts'
import { formatMoney } from '../../contracts/money.ts'
import { dryJudge } from '../../supervisor/policy/dry-judge.ts'
import type { DryVerdict } from '../../supervisor/policy/dry-judge.ts'
import { dryReport, isDifferent, sayDryReport } from '../../supervisor/policy/dry-report.ts'
import { loadPolicy } from '../../supervisor/policy/load-policy.ts'
import type { Store } from '../../store/port.ts'
import { CliFailure } from '../cli-failure.ts'
import { localCommand } from '../cli.ts'
import type { Cli, Register } from '../cli.ts'
import { needHomeStore } from '../open-home-store.ts'
import { printTable } from '../print-table.ts'
import { readOffers } from '../read-offers.ts'
import { csvCases, type BadRow } from '../replay/csv-cases.ts'
import { parseCsv } from '../replay/parse-csv.ts'
import { pastCases } from '../replay/past-cases.ts'

type Options = {
  json?: boolean
  policy?: string
  days: string
  workflow?: string
  tool?: string
  mode?: Mode
}

const policyIn = async (cli: Cli, store: Store, folder: string | undefined) => {
  const path = folder === undefined ? cli.config.config : resolve(folder)
  const offers = await readOffers(store)
  const result = await loadPolicy(path, offers.tools, offers.agents)
  if (result.ok) return result.policy
  const [first] = result.faults
  throw new CliFailure(
    1,
    `${path} has ${result.faults.length} faults: ${first?.file ?? ''}:${first?.line ?? 0} ${first?.code ?? ''} ${first?.message ?? ''}. \`remit policy check\` lists all.`,
  )
}

/** Modes as people set them last. */
const modesIn = async (store: Store): Promise<Map<string, Mode>> => {
  const [first] = await store.logs('control/', 1)
  const events = first?.log.startsWith('control/') ? await store.load(first.log) : []
  const modes = new Map<string, Mode>()
  for (const event of events.map(readControlEvent))
    if (event.type === 'ModeSet') modes.set(event.data.workflow, event.data.mode)
  return modes
}

const lineOf = (verdict: DryVerdict): Record<string, string> => ({
  case: verdict.case.id,
  at: verdict.case.at,
  tool: verdict.case.tool,
  would: verdict.verdict,
  amount: verdict.amount === null ? '' : formatMoney(verdict.amount),
  why:
    verdict.verdict === 'refuses' || verdict.verdict === 'unjudged'
      ? verdict.sentence
      : verdict.why.join(', '),
  did: verdict.case.did.what,
  'did amount': verdict.case.did.amount === null ? '' : formatMoney(verdict.case.did.amount),
  differs: isDifferent(verdict) ? 'differs' : '',
})

const show = (
  cli: Cli,
  options: Options,
  verdicts: DryVerdict[],
  more: { bad: BadRow[]; erased: string[] },
): void => {
  const report = dryReport(verdicts)
  const items = verdicts.map(lineOf)
  if (options.json) return cli.print(JSON.stringify({ items, cursor: null, report, ...more }))
  const [first] = items
  if (first !== undefined)
    cli.print(
      printTable(
        Object.keys(first),
        items.map((item) => Object.values(item)),
      ),
    )
  for (const { line, message } of more.bad) cli.print(`line ${line}: ${message}`)
  if (more.erased.length > 0) cli.print(`${more.erased.length} goals are erased and cannot be judged.`)
  cli.print(sayDryReport(report))
}

const replay = async (cli: Cli, options: Options): Promise<void> => {
  const days = Number(options.days)
  if (!Number.isFinite(days) || days <= 0) throw new CliFailure(2, '--days: write a number of days, e.g. 30')
  await using store = await needHomeStore(cli.config.home)
  const policy = await policyIn(cli, store, options.policy)
  const since = new Date(Date.now() - days * 86_400_000).toISOString()
  const { cases, erased } = await pastCases(store, since)
  show(cli, options, cases.map(dryJudge(policy, await modesIn(store))), { bad: [], erased })
}

const assess = async (cli: Cli, file: string, options: Options): Promise<void> => {
  const { workflow, tool } = options
  if (workflow === undefined || tool === undefined)
    throw new CliFailure(2, 'Say which workflow and tool the cases are of: --workflow and --tool.')
  await using store = await needHomeStore(cli.config.home)
  const policy = await policyIn(cli, store, options.policy)
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CliFailure(2, `${file} cannot be read.`, {}, { cause: error })
  })
  const modes = new Map<string, Mode>(options.mode === undefined ? [] : [[workflow, options.mode]])
  const read = () => {
    try {
      return csvCases(parseCsv(text), policy, { workflow, tool })
    } catch (error) {
      if (error instanceof RangeError)
        throw new CliFailure(2, `${file}: ${error.message}`, {}, { cause: error })
      throw error
    }
  }
  const { cases, bad } = read()
  show(cli, options, cases.map(dryJudge(policy, modes)), { bad, erased: [] })
  if (bad.length > 0) cli.exit(1)
}

/** `replay`: what a changed policy would have decided on past goals' recorded facts. It appends nothing. */
export const replayCommand: Register = (program, cli) => {
  localCommand(
    program,
    'replay',
    'what a changed policy would have decided on past goals, per goal and in money',
    'replay --policy ./next --days 30',
  )
    .option('--policy <dir>', 'the policy folder (default: REMIT_CONFIG)')
    .option('--days <n>', 'goals of the last n days', '30')
    .action(async (options: Options) => replay(cli, options))
}

/** `assess`: the same on past cases of a company, before go-live. It appends nothing. */
export const assessCommand: Register = (program, cli) => {
  localCommand(
    program,
    'assess <file>',
    'what the policy would have decided on past cases in a CSV file',
    'assess refunds-2025.csv --workflow refunds-under-50 --tool shop.refund_order',
  )
    .option('--policy <dir>', 'the policy folder (default: REMIT_CONFIG)')
    .option('--workflow <name>', 'the workflow that the cases belong to')
    .option('--tool <name>', 'the write tool that would have been called')
    .option('--mode <mode>', 'as if in this mode (never above the ceiling)')
    .action(async (file: string, options: Options) => assess(cli, file, options))
}
