import { runRewordings } from './run-rewordings.fixture.ts'

/** `node test/integration/rewording.ts [SEEDS] [FIRST]`: exit code 0 only if each refund is one row of the journal. */
const count = Number(process.argv[2] ?? 1000)
const first = Number(process.argv[3] ?? 1)
const seeds = Array.from({ length: count }, (_, index) => first + index)
const started = performance.now()
const reworded = await runRewordings(seeds, (done) => {
  if (done % 100 === 0) console.log(`${done} of ${count}`)
})
const wrong = reworded.filter(({ journal, paid }) => journal !== 1 || paid.join() !== '3000')
const ends = Map.groupBy(reworded, ({ end }) => end)
const sum = (of: 'wordings' | 'handoffs'): number => reworded.reduce((all, one) => all + one[of], 0)
console.log(`seeds ${first} to ${first + count - 1}, ${Math.round((performance.now() - started) / 1000)} s`)
console.log(`wordings of ${count} refunds: ${sum('wordings')}, handoffs: ${sum('handoffs')}`)
console.log(`ends: ${[...ends].map(([end, { length }]) => `${length} ${end}`).join(', ')}`)
for (const one of wrong) console.log(`WRONG ${JSON.stringify(one)}`)
console.log(`goals with other than one row in the journal: ${wrong.length}`)
process.exitCode = wrong.length === 0 ? 0 : 1
