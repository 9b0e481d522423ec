import { parseArgs } from 'node:util'
import { findNatsServer } from '../../scripts/nats-server.mjs'
import { allGuards } from './all-guards.ts'
import { runControls, type Row } from './run-controls.ts'

/**
 * `npm run test:controls [-- --only TEXT]`: each guard off in turn. Exit code 0 only if every one is missed by its
 * test, every text fits, and all tests pass while all guards are in.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    lanes: { type: 'string', default: '2' },
    seed: { type: 'string', default: '11' },
  },
})
process.env['REMIT_NATS_SERVER'] ??= (await findNatsServer({ log: () => undefined })).path
const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
const guards = allGuards.filter(({ guard, file }) => `${file}: ${guard}`.includes(values.only))
const told = ({ guard, verdict, by, seconds }: Row): void =>
  print(
    `${verdict.padEnd(12)} ${guard.file}: ${guard.guard}  <-  ${by.slice(0, 110)} (${seconds.toFixed(1)} s)`,
  )

const began = performance.now()
print(`${guards.length} guards, seed ${values.seed}, ${values.lanes} at a time`)
const { sound, rows } = await runControls({
  guards,
  seed: Number(values.seed),
  lanes: Number(values.lanes),
  told,
})
const bad = rows.filter(({ verdict }) => verdict !== 'red')
for (const fault of sound) print(`FAILS WITH ALL GUARDS IN  ${fault}`)
for (const { guard, verdict } of bad) print(`${verdict}  ${guard.file}: ${guard.guard}`)
print(
  `${rows.length - bad.length} of ${rows.length} red, ${sound.length} tests not sound, ${Math.round((performance.now() - began) / 1000)} s`,
)
process.exitCode = bad.length === 0 && sound.length === 0 && rows.length > 0 ? 0 : 1
