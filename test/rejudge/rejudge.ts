import { readRecord } from './read-record.ts'
import { rejudgeRecord } from './rejudge-record.ts'

/**
 * `node scripts/run.mjs test/rejudge/rejudge.ts EXPORT`: judges every effect of a run again from the output of
 * `remit audit export --content`. Exit code 0 only if it comes to the same decisions.
 */
const file = process.argv[2]
if (file === undefined) {
  process.stderr.write('usage: rejudge.ts EXPORT\n')
  process.exit(2)
}
const { judged, byKind, outside, differences } = rejudgeRecord(readRecord(file))
const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
print(`decisions judged again: ${judged}`)
for (const [name, count] of [...byKind].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  print(`  ${name.padEnd(34)} ${count}`)
print('of these, decided by what the rules do not say (budgets, definitions, rows of a key, marks)')
for (const [name, count] of [...outside].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  print(`  ${name.padEnd(34)} ${count}`)
for (const { goal, version, type, recorded, here } of differences.slice(0, 50))
  print(`DIFFERS ${goal}@${version} ${type}: the record has ${recorded}, here it is ${here}`)
print(`differences: ${differences.length}`)
process.exitCode = differences.length === 0 && judged > 0 ? 0 : 1
