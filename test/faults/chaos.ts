import { parseArgs } from 'node:util'
import { copyCheckout } from '../harness/copy-checkout.ts'
import { figures } from '../harness/oracle/evidence.ts'
import { brokenGuards } from './broken-guards.ts'
import { foundFailPoints } from './found-fail-points.ts'
import { runSeed, type SeedReport } from './run-seed.ts'
import { shorterTimes } from './shorter-times.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '30' },
    from: { type: 'string', default: '1' },
    more: { type: 'string', default: '6' },
    break: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
})
const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
const shown = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, number]) => `${name} ${number}`)
    .join(', ')

const tell = (report: SeedReport, again: string): void => {
  const { seed, findings, summary, quiet, restarts, struck, missed } = report
  print(
    `seed ${seed}: ${figures.map((figure) => `${figure} ${findings[figure].length}`).join(' · ')}` +
      `${quiet ? '' : ' · NOT QUIET'}${missed.length > 0 ? ` · not killed at ${missed.join(', ')}` : ''}`,
  )
  print(
    `  ${summary.goals} goals (${shown(summary.ends)}), ${summary.events} events, ${summary.rows} rows in the journals`,
  )
  print(
    `  effects: ${shown(summary.effects)}; ${report.seconds} s, ${restarts} restarts, ${struck.length} strikes; again with: ${again}`,
  )
  if (process.env['REMIT_TEST_KEEP'] !== undefined) print(`  kept: ${report.home}`)
  for (const figure of figures) for (const sentence of findings[figure]) print(`  ${figure}: ${sentence}`)
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(name, () => {
    print(`stopped by ${name}`)
    process.exit(1)
  })
const guard = values.break === undefined ? [] : (brokenGuards.get(values.break) ?? null)
if (guard === null) throw new Error(`--break: one of ${[...brokenGuards.keys()].join(', ')}`)
await using checkout = await copyCheckout([...shorterTimes, ...guard])
const points = await foundFailPoints()
const hits = new Map(points.map((name) => [name, 0]))
const sums = Object.fromEntries(figures.map((figure) => [figure, 0]))
let bad = false
for (let seed = Number(values.from); seed < Number(values.from) + Number(values.seeds); seed += 1) {
  const report = await runSeed({
    seed,
    checkout: checkout.folder,
    points,
    more: Number(values.more),
    keepsKeys: seed % 3 !== 0,
    strikes: true,
    log: (line) => (values.verbose ? print(`    ${line}`) : undefined),
  })
  const broken = values.break === undefined ? '' : ` --break ${values.break}`
  tell(report, `node test/faults/chaos.ts --seeds 1 --from ${seed} --more ${values.more}${broken}`)
  for (const [name, number] of report.hits) hits.set(name, (hits.get(name) ?? 0) + number)
  for (const figure of figures) sums[figure] = (sums[figure] ?? 0) + report.findings[figure].length
  bad ||= !report.quiet || figures.some((figure) => report.findings[figure].length > 0)
}
print(`all: ${figures.map((figure) => `${figure} ${sums[figure] ?? 0}`).join(' · ')}`)
for (const [name, number] of hits) print(`  ${String(number).padStart(4)}  ${name}`)
const unhit = [...hits].filter(([, number]) => number === 0)
if (unhit.length > 0) print(`never hit: ${unhit.map(([name]) => name).join(', ')}`)
process.exitCode = bad || unhit.length > 0 ? 1 : 0
