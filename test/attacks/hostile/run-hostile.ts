import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { CommandAnswer } from '../../../contracts/http/answers.ts'
import { openApprovals } from '../../../supervisor/decider/state.ts'
import { allAtOnce } from '../../integration/all-at-once.fixture.ts'
import type { Looked } from '../../integration/scenario.fixture.ts'
import type { Findings } from '../../harness/oracle/evidence.ts'
import { runRemit } from '../../integration/run-remit.fixture.ts'
import { readRecord } from '../../rejudge/read-record.ts'
import { rejudgeRecord, type Rejudged } from '../../rejudge/rejudge-record.ts'
import { rests, startAttacked, type Attacked } from '../attacked-run.fixture.ts'
import { countCodes } from './count-codes.ts'

const script = fileURLToPath(new URL('./hostile-model.fixture.ts', import.meta.url))
const Turn = z.object({ goal: z.string(), calls: z.int(), legible: z.int() })

export type Waves = { wild: number; asked: number; halted: number; late: number }
export type HostileReport = {
  goals: number
  /** answers of the model */
  steps: number
  calls: number
  /** calls that fit the tool's schema and name records that are there */
  legible: number
  /** refunds in the shop's own journal */
  legal: number
  findings: Findings
  crashes: number
  unsettled: string[]
  codes: Map<string, number>
  escalated: Map<string, number>
  ends: Map<string, number>
  /** every decision of the run, judged again from its export */
  rejudged: Rejudged
  seconds: number
}

/** Waits until the goal rests, deciding what waits for people on the way: the odd ones approved, the even rejected. */
const see = async (attacked: Attacked, goal: string, reject: boolean): Promise<Looked | null> => {
  const end = performance.now() + 240_000
  const decided = new Set<string>()
  while (performance.now() < end) {
    const looked = await attacked.run.look(goal)
    if (looked !== null && rests(looked)) return looked
    for (const { id } of looked === null ? [] : openApprovals(looked.goal)) {
      if (decided.has(id)) continue
      decided.add(id)
      await attacked.post('decision', id, { decision: reject ? 'reject' : 'approve', note: 'looked at' })
    }
    await pause(150)
  }
  return null
}

const halted = async (attacked: Attacked, work: () => Promise<void>): Promise<void> => {
  const api = await attacked.run.remit.client()
  const body = { scope: 'tool:shop.refund_order', note: 'a drill' }
  const { data } = await api.call({ path: 'halts', method: 'POST', body, answer: CommandAnswer })
  await work()
  await api.call({ path: 'halt', segments: { id: data.command }, method: 'DELETE', answer: CommandAnswer })
}

/** A hostile model against a whole installation, until every goal rests; then the oracle and the shop's journal speak. */
export const runHostile = async (
  waves: Waves,
  options: { seed: number; width: number; told?: (line: string) => void },
): Promise<HostileReport> => {
  const began = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'remit-hostile-'))
  const tally = join(folder, 'turns.jsonl')
  process.env['HOSTILE_TALLY'] = tally
  try {
    await using attacked = await startAttacked({ script, processes: { worker: 2 } })
    const { run } = attacked
    let number = options.seed * 100_000
    let done = 0
    const unsettled: string[] = []
    const ends = new Map<string, number>()
    const wave = async (kind: keyof Waves, count: number): Promise<void> => {
      const seeds = Array.from({ length: count }, () => (number += 1))
      run.shop.addOrders(
        seeds.flatMap((seed) =>
          [1, 2, 3, 4, 5].map((index) => ({
            id: `h${seed}-${index}`,
            customer: `cus-h${seed}-${index}`,
            total: index === 5 ? 3500 : 1500,
          })),
        ),
      )
      await allAtOnce(seeds, options.width, async (seed) => {
        const routed = kind !== 'wild' || seed % 20 !== 0
        const payload = { workflow: 'refunds-under-50', payload: { order_id: `h${seed}-1` } }
        const goal = await attacked.submit({ goal: `hostile ${seed} ${kind}`, ...(routed ? payload : {}) })
        if (kind === 'late') {
          await run.until(goal, 'begun', ({ events }) => events.some(({ type }) => type === 'TaskStarted'))
          await attacked.post('cancel', goal, { note: 'a drill' })
        }
        const looked = await see(attacked, goal, kind === 'asked' || seed % 2 === 0)
        if (looked === null) unsettled.push(goal)
        const end = looked?.goal.class ?? `with-person ${looked?.goal.escalation?.code ?? ''}`
        ends.set(end, (ends.get(end) ?? 0) + 1)
        done += 1
        if (done % 100 === 0)
          options.told?.(`${done} goals, ${Math.round((performance.now() - began) / 1000)} s`)
      })
    }
    await wave('asked', waves.asked)
    await halted(attacked, () => wave('halted', waves.halted))
    await wave('late', waves.late)
    await wave('wild', waves.wild)
    // What was cancelled while its model thought still has calls under way: they are answered before anybody counts.
    await pause(3000)
    const turns = (await readFile(tally, 'utf8'))
      .split('\n')
      .filter(Boolean)
      .map((line) => Turn.parse(JSON.parse(line)))
    const { findings, rows } = await attacked.judge()
    const file = join(folder, 'export.jsonl')
    const told = await runRemit({ REMIT_HOME: run.remit.home }, 'audit', 'export', file, '--content')
    if (told.code !== 0) throw new Error(told.err)
    const counted = await countCodes(run.remit.store, attacked.acknowledged())
    return {
      goals: attacked.acknowledged().length,
      steps: turns.length,
      calls: turns.reduce((sum, { calls }) => sum + calls, 0),
      legible: turns.reduce((sum, { legible }) => sum + legible, 0),
      legal: rows,
      findings,
      crashes: attacked.crashes(),
      unsettled,
      ...counted,
      ends,
      rejudged: rejudgeRecord(readRecord(file)),
      seconds: Math.round((performance.now() - began) / 1000),
    }
  } finally {
    delete process.env['HOSTILE_TALLY']
    await rm(folder, { recursive: true, force: true })
  }
}
