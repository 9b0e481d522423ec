import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import { outcomesOf } from '../../console/answers/outcomes.ts'
import { controlReader } from '../../console/record/control-state.ts'
import type { Outcomes } from '../../contracts/http/outcomes.ts'
import { draft } from '../../contracts/events.ts'
import { evidenceOf } from '../../contracts/measures/evidence-of.ts'
import type { Figures } from '../../contracts/measures/figures.ts'
import type { GoalOutcome } from '../../contracts/measures/goal-outcome.ts'
import { writeExport } from '../../store/export.ts'
import { sealCommit } from '../../store/seal-commit.ts'
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts'
import type { Commit } from '../../store/port.ts'
import { createDice } from '../../supervisor/model/dice-for-test.ts'
import { sampleFiles, refunds } from '../../supervisor/policy/sample-policy.ts'
import { outcomeOf } from '../../supervisor/reactor/outcome-of.ts'
import { randomGoal } from './random-goal.fixture.ts'
import { recount } from './recount.ts'

const policy = 'policy-1'
const workflows = ['refunds-under-50', 'refunds-elsewhere']
const controlLog = 'control/acme'

/** The shipped policy, and beside it a workflow without a baseline, in another time zone, whose decisions count more. */
const applied = async (): Promise<Commit> => {
  const files = await sampleFiles()
  const other = (files[refunds] ?? '')
    .replace('name: refunds-under-50', 'name: refunds-elsewhere\ndecision_minutes: 7.5')
    .replace('timezone: Europe/Berlin', 'timezone: Pacific/Auckland')
    .replace(/baseline_minutes: 12.*/, '')
  const data = {
    digest: policy,
    files: { ...files, 'workflows/refunds-elsewhere.yaml': other },
    difference: [],
  }
  return {
    log: controlLog,
    expected: 0,
    at: '2026-11-01T00:00:00.000Z',
    by: { kind: 'supervisor', id: 'start' },
    cause: 'start',
    traceparent: '',
    events: [draft({ type: 'PolicyApplied', data: { ...data, by: 'start', second: null } })],
  }
}
const named = (n: number) => ({ workflow: workflows[n % 3 === 0 ? 1 : 0] ?? '', policy })

const round = (value: number | null): number | null => (value === null ? null : Math.round(value * 1e9) / 1e9)
/** The product's figures in the few words that the second program counts. */
const plain = ({ timeSaved, cost, error, resolution, escalation, ...figures }: Figures) => {
  const { ended, doneAlone, doneApproved, declined, byPerson, cancelled } = figures
  expect([resolution.of, escalation.of, escalation.count]).to.deep.equal([ended, ended, byPerson])
  expect(error.notReviewed).to.equal(ended - error.reviewed)
  const [whole = '0', part = ''] = cost.total.split('.')
  return {
    ended,
    doneAlone,
    doneApproved,
    declined,
    byPerson,
    cancelled,
    resolved: resolution.count,
    wrong: error.wrong,
    reviewed: error.reviewed,
    low: round(error.low),
    high: round(error.high),
    savedMs: Math.round((timeSaved.baseline - timeSaved.people - timeSaved.wrong) * 60_000),
    micros: Number(whole) * 1_000_000 + Number(part.padEnd(6, '0')),
  }
}
const shown = (outcomes: Outcomes, goals: readonly GoalOutcome[]) =>
  outcomes.items
    .map((item) => {
      const evidence = evidenceOf(
        goals.filter((goal) => goal.workflow === item.workflow),
        '',
      )
      const { suggestions, accepted, people, fastestMs } = evidence
      return {
        workflow: item.workflow,
        figures: plain(item.figures),
        agents: Object.fromEntries(item.agents.map(({ agent, figures }) => [agent, plain(figures)])),
        days: Object.fromEntries(item.days.map(({ day, figures }) => [day, plain(figures)])),
        suggestions: { of: suggestions, accepted, people, fastestMs },
      }
    })
    .filter((item) => workflows.includes(item.workflow))

const lines = (events: readonly unknown[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('')
const window = { from: '', to: '~' }

describe('figures, counted a second time', function () {
  this.timeout(60_000)
  const seed = Number(process.env['REMIT_TEST_SEED'] ?? Date.now() % 2 ** 31)

  it('agree on random logs, for every workflow, agent and day', async () => {
    const sealed = sealCommit(await applied(), { version: 0, hash: '' })
    const control = await controlReader({
      logs: async () => [{ log: controlLog, version: 1, hash: '' }],
      load: async () => sealed,
    })()
    const classes = new Set<string>()
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 30 }), (dice, size) => {
        const die = createDice(dice)
        const goals = Array.from({ length: size }, (_, n) => randomGoal(die, `g_${n}`, named(n)))
        const outcomes = goals.flatMap(({ state }) => outcomeOf(state) ?? [])
        for (const one of outcomes) classes.add(`${one.class} ${one.review}`)
        const text = lines([...sealed, ...goals.flatMap(({ events }) => events)])
        const counted = recount(text)
        const own = shown(outcomesOf(control, outcomes, window), outcomes)
        // A workflow of which every goal was of the tour stands in the product's list with nothing in it.
        expect(own.filter((one) => one.figures.ended > 0 || one.suggestions.of > 0)).to.deep.equal(
          counted.filter((one) => one.figures.ended > 0 || one.suggestions.of > 0),
        )
      }),
      { numRuns: 60, seed },
    )
    expect([...classes]).to.include.members([
      'done-alone right',
      'done-alone wrong',
      'done-alone awaited',
      'done-approved not drawn',
      'declined right',
      'by-person not drawn',
      'cancelled not drawn',
      'null not drawn',
    ])
  })

  it('agree with what the store answers and what an export says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'remit-recount-'))
    try {
      await using store = await openSqliteStore({
        file: join(folder, 'r.db'),
        keyFile: join(folder, 'r.key'),
      })
      await store.append(await applied())
      const die = createDice(seed)
      for (let n = 0; n < 60; n += 1)
        for (const commit of randomGoal(die, `g_${n}`, named(n)).commits) await store.append(commit)
      const file = join(folder, 'export.jsonl')
      await writeExport(store, file, { content: false, at: '2026-11-22T12:00:00.000Z' })
      const control = await controlReader(store)()
      const ended = await store.outcomes({ by: 'ended' })
      const all = new Map(
        [...ended, ...(await store.outcomes({ by: 'decided' }))].map((one) => [one.goal, one]),
      )
      expect(shown(outcomesOf(control, ended, window), [...all.values()])).to.deep.equal(
        recount(await readFile(file, 'utf8')),
      )
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
