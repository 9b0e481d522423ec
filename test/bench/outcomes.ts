import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outcomesOf } from '../../console/answers/outcomes.ts'
import { controlReader } from '../../console/record/control-state.ts'
import { draft } from '../../contracts/events.ts'
import { evidenceOf } from '../../contracts/measures/evidence-of.ts'
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts'
import { createDice } from '../../supervisor/model/dice-for-test.ts'
import { sampleFiles } from '../../supervisor/policy/sample-policy.ts'
import { randomGoal } from '../measures/random-goal.fixture.ts'

/** How long the figures of many goals take, and what the line of one goal costs: printed, never asserted. */
const many = 10_000
const workflow = 'refunds-under-50'
const folder = await mkdtemp(join(tmpdir(), 'remit-bench-'))

const timed = async <T>(what: string, work: () => T | Promise<T>): Promise<T> => {
  const began = performance.now()
  const answer = await work()
  console.log(`${what.padEnd(52)} ${(performance.now() - began).toFixed(0)} ms`)
  return answer
}

try {
  await using store = await openSqliteStore({ file: join(folder, 'r.db'), keyFile: join(folder, 'r.key') })
  await store.append({
    log: 'control/acme',
    expected: 0,
    at: '2026-11-01T00:00:00.000Z',
    by: { kind: 'supervisor', id: 'start' },
    cause: 'start',
    traceparent: '',
    events: [
      draft({
        type: 'PolicyApplied',
        data: { digest: 'p', files: await sampleFiles(), difference: [], by: 'start', second: null },
      }),
    ],
  })
  const dice = createDice(7)
  const goals = Array.from({ length: many }, (_, n) => randomGoal(dice, `g_${n}`, { workflow, policy: 'p' }))
  await timed(`${many} goals stored, the last state of each`, async () => {
    for (let from = 0; from < many; from += 500)
      await Promise.all(
        goals.slice(from, from + 500).map(({ commits, events }) => {
          const last = commits.at(-1)
          if (last === undefined) throw new Error('no commit')
          return store.append({
            ...last,
            expected: 0,
            events: events.map(({ type, v, data }) => ({ type, v, data })),
          })
        }),
      )
  })
  const control = await controlReader(store)()
  for (let again = 0; again < 3; again += 1) {
    const lines = await timed('  read the lines of all goals that ended', () =>
      store.outcomes({ by: 'ended' }),
    )
    const { items } = await timed(`  figures of ${lines.length} goals`, () =>
      outcomesOf(control, lines, { from: '', to: '~' }),
    )
    const found = items.find((item) => item.workflow === workflow)
    await timed('  evidence for a promotion', async () =>
      evidenceOf(await store.outcomes({ by: 'decided', workflow }), ''),
    )
    console.log(`  ${found?.figures.ended} ended on ${found?.days.length} days`)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
