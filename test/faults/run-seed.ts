import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CommandAnswer } from '../../contracts/http/answers.ts'
import { startInstallation, type Installation } from '../harness/installation.ts'
import { judgeRun } from '../harness/oracle.ts'
import type { Findings } from '../harness/oracle/evidence.ts'
import { gatherEvidence, refundsIn } from '../harness/oracle/gather-evidence.ts'
import { companyLimits } from './company-limits.ts'
import { decidingPerson } from './deciding-person.ts'
import { makeDice } from './dice.ts'
import { failSpec, readActed } from './fail-plan.ts'
import { goalPlan } from './goal-plan.ts'
import { assault } from './assault.ts'
import { keepAlive } from './keep-alive.ts'
import { goalSender } from './send-goal.ts'
import { summarise, type Summary } from './summarise.ts'
import { untilQuiet } from './until-quiet.ts'

export type SeedOptions = {
  seed: number
  /** a copy of the checkout with shorter times, and perhaps a guard taken out */
  checkout: string
  /** places at which a process is killed in this run */
  points: readonly string[]
  /** goals beside one of each kind */
  more: number
  /** does the shop remember idempotency keys; without it only the record stands between a goal and a second refund */
  keepsKeys: boolean
  /** kills and stops at random beside those at the places */
  strikes: boolean
  log: (line: string) => void
}
export type SeedReport = {
  seed: number
  findings: Findings
  quiet: boolean
  /** how often each armed place killed or stopped a process */
  hits: ReadonlyMap<string, number>
  missed: string[]
  restarts: number
  struck: string[]
  summary: Summary
  home: string
  seconds: number
}

const waves = 8

const setMode = async (remit: Installation): Promise<void> => {
  for (let left = 40; ; left -= 1) {
    try {
      const client = await remit.client()
      await client.call({
        path: 'mode',
        segments: { name: 'refunds-under-50' },
        method: 'POST',
        body: { mode: 'act-low-risk', note: 'chaos' },
        answer: CommandAnswer,
      })
      return
    } catch (error) {
      if (left === 0) throw error
      await pause(250)
    }
  }
}

/** One installation under attack, from its first goal until all is quiet; then the oracle looks at what is left. */
export const runSeed = async (options: SeedOptions): Promise<SeedReport> => {
  const { seed, checkout, points, log } = options
  const began = performance.now()
  const dice = makeDice(seed)
  const two = seed % 2 === 0
  const each = two ? 2 : 1
  await using remit = await startInstallation({
    checkout,
    processes: { supervisor: each, worker: each, gateway: each },
    env: { REMIT_FAIL_POINTS: failSpec(points, dice.fork('points')) },
    ...(options.keepsKeys ? {} : { faults: { shop: ['--keys-keep', '0'] } }),
  })
  const failLog = join(remit.home, 'fail-points.log')
  const keeper = keepAlive(remit, dice.fork('restarts'), failLog)
  await remit.ready()
  await setMode(remit)
  const sender = await goalSender(remit.natsUrl)
  const person = decidingPerson({
    client: remit.client,
    dice: dice.fork('person'),
    inShop: (reference) =>
      refundsIn(join(remit.shop.data, 'shop.sqlite')).some((one) => one.reference === reference),
    log,
  })
  const plan = goalPlan(seed, dice.fork('goals'))
  const clients = dice.fork('clients')
  const over = new AbortController()
  const attack = options.strikes
    ? assault(remit, dice.fork('assault'), over.signal, 5000)
    : Promise.resolve([])
  const missed = (): string[] => {
    const killed = new Set(readActed(failLog).flatMap((one) => (one.action === 'kill' ? [one.name] : [])))
    return points.filter((name) => !killed.has(name))
  }
  for (const goal of plan.first(options.more)) {
    await sender.send(goal, clients.chance(0.3))
    await pause(clients.below(1200))
  }
  // Goals go on coming until each place has had its kill.
  for (let wave = 0; wave < waves && missed().length > 0; wave += 1) {
    await pause(4000)
    for (const goal of plan.again()) await sender.send(goal, clients.chance(0.3))
  }
  over.abort()
  const struck = await attack
  const quiet = await untilQuiet(remit.store, sender.acknowledged, 120_000)
  await keeper.stop()
  await person.stop()
  await sender.close()
  await Promise.all(remit.running().map((one) => one.kill('SIGKILL')))
  const evidence = await gatherEvidence({
    home: remit.home,
    store: remit.store,
    systems: [remit.shop, remit.helpdesk],
    acknowledged: sender.acknowledged(),
    limits: companyLimits,
  })
  const hits = new Map<string, number>()
  for (const { name } of readActed(failLog)) hits.set(name, (hits.get(name) ?? 0) + 1)
  return {
    seed,
    findings: judgeRun(evidence),
    quiet,
    hits,
    missed: missed(),
    restarts: keeper.restarts(),
    struck,
    summary: summarise(evidence),
    home: remit.home,
    seconds: Math.round((performance.now() - began) / 1000),
  }
}
