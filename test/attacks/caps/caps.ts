import { parseArgs } from 'node:util'
import { findNatsServer } from '../../../scripts/nats-server.mjs'
import { runCaps, type CapCase } from './run-caps.ts'

/**
 * `npm run test:caps`: 200 goals at once on one cap, and on five caps at once, over three supervisor processes that are
 * killed one after the other. Exit code 0 only if exactly as many pass as the caps allow, and recounts agree.
 */
const { values } = parseArgs({
  options: {
    goals: { type: 'string', default: '200' },
    kills: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
})
process.env['REMIT_NATS_SERVER'] ??= (await findNatsServer({ log: () => undefined })).path
const goals = Number(values.goals)
const cases: CapCase[] = [
  { name: 'one cap', groups: 1, goals, cap: 300, on: 'workflow' },
  { name: 'five caps at once', groups: 5, goals: Math.ceil(goals / 5), cap: 100, on: 'customer' },
]
const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
let bad = 0
const must = (holds: boolean, what: string): void => {
  print(`  ${holds ? 'ok ' : 'BAD'} ${what}`)
  if (!holds) bad += 1
}
for (const one of cases.filter(({ name }) => name.includes(values.only))) {
  const report = await runCaps(one, Number(values.seed), Number(values.kills))
  print(
    `${one.name}: ${one.groups} x ${one.goals} goals of 15 EUR, cap ${one.cap} EUR, seed ${values.seed}, ${report.seconds} s`,
  )
  must(report.quiet, 'every goal came to rest')
  must(
    report.passed.every((count) => count === report.allowed),
    `passed: ${report.passed.join(', ')}; each cap allows ${report.allowed}`,
  )
  must(
    report.ledger.every(({ used, held }) => used === BigInt(report.allowed * 1500) && held === 0n),
    `ledger used: ${report.ledger.map(({ used, held }) => `${used}${held === 0n ? '' : `+${held} held`}`).join(', ')}`,
  )
  must(report.killed === Number(values.kills), `supervisors killed: ${report.killed}`)
  must(report.recount.code === 0, `doctor --recount: ${report.recount.text.trim().split('\n').at(-1) ?? ''}`)
  for (const [figure, found] of Object.entries(report.findings)) {
    must(found.length === 0, `${figure}: ${found.length}`)
    for (const line of found.slice(0, 3)) print(`      ${line}`)
  }
}
process.exitCode = bad === 0 ? 0 : 1
