import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '@nats-io/transport-node'
import { z } from 'zod'
import { companyLimits } from '../../faults/company-limits.ts'
import { makeDice } from '../../faults/dice.ts'
import { keepAlive } from '../../faults/keep-alive.ts'
import { shorterTimes } from '../../faults/shorter-times.ts'
import { untilQuiet } from '../../faults/until-quiet.ts'
import { copyCheckout } from '../../harness/copy-checkout.ts'
import { judgeRun } from '../../harness/oracle.ts'
import type { Findings } from '../../harness/oracle/evidence.ts'
import { gatherEvidence } from '../../harness/oracle/gather-evidence.ts'
import { runRemit } from '../../integration/run-remit.fixture.ts'
import { sampleConfig, wideCaps, type Change } from '../../integration/sample-config.fixture.ts'
import { startScenario } from '../../integration/scenario.fixture.ts'

const workflow = 'workflows/refunds-under-50.yaml'
const each = 15
const Accepted = z.object({ id: z.string() })

/** Goals in groups that each run against one cap. `customer`: all orders of a group are one customer's. */
export type CapCase = {
  name: string
  groups: number
  goals: number
  cap: number
  on: 'workflow' | 'customer'
}
export type CapReport = {
  name: string
  /** refunds in the shop's journal, by group, and what the cap allows each */
  passed: number[]
  allowed: number
  /** the ledger's used and held of each cap, in minor units */
  ledger: { used: bigint; held: bigint }[]
  /** what `remit doctor --recount` says, and whether it came to the ledger */
  recount: { code: number | null; text: string }
  findings: Findings
  quiet: boolean
  killed: number
  seconds: number
}

/**
 * The cap of a customer is the shipped one of 100 EUR in 30 days; that the third refund of one customer asks a person is
 * left out, so that nothing but the cap decides.
 */
const configOf = ({ on, cap }: CapCase): Change[] =>
  on === 'workflow'
    ? [{ file: workflow, from: 'money_moved: 900000 EUR per day', to: `money_moved: ${cap} EUR per day` }]
    : [{ file: workflow, from: ' && facts.customer.refunds_90d < 2', to: '' }]

/** Every goal at once, over three supervisors of which one after the other is killed; then the shop and the ledger speak. */
export const runCaps = async (one: CapCase, seed: number, kills: number): Promise<CapReport> => {
  const began = performance.now()
  const dice = makeDice(seed)
  await using copy = await copyCheckout(shorterTimes)
  await using config = await sampleConfig([...wideCaps, ...configOf(one)])
  await using run = await startScenario({
    checkout: copy.folder,
    config: config.folder,
    processes: { supervisor: 3, gateway: 2, worker: 2 },
    env: { LOG_LEVEL: 'warn' },
  })
  await run.ready()
  await run.mode('act-low-risk')
  const orders = Array.from({ length: one.groups }, (_, group) =>
    Array.from({ length: one.goals }, (_order, index) => `c${group}x${index}`),
  )
  run.shop.addOrders(
    orders.flatMap((list, group) =>
      list.map((id) => ({
        id,
        customer: one.on === 'customer' ? `cus-group-${group}` : `cus-${id}`,
        total: each * 100,
      })),
    ),
  )
  const client = await connect({ servers: run.remit.natsUrl })
  const keeper = keepAlive(run.remit, dice.fork('restarts'), join(run.remit.home, 'fail-points.log'))
  const acknowledged: string[] = []
  const submit = async (order: string): Promise<void> => {
    const body = JSON.stringify({
      id: `cap-${order}`,
      goal: `Refund ${each} EUR for order ${order}, it arrived broken`,
      workflow: 'refunds-under-50',
      payload: { order_id: order, amount: each },
    })
    // The same id again is the same goal: a supervisor that was killed may have taken it or not.
    for (;;) {
      const reply = await client.request('remit.api.goals.submit', body, { timeout: 5000 }).catch(() => null)
      const read = Accepted.safeParse(reply?.json())
      if (read.success) return void acknowledged.push(read.data.id)
      await pause(200)
    }
  }
  let killed = 0
  const assault = async (): Promise<void> => {
    for (; killed < kills; killed += 1) {
      await pause(1500 + dice.below(2500))
      const supervisors = run.remit.running().filter(({ kind }) => kind === 'supervisor')
      if (supervisors.length > 0) await dice.pick(supervisors).kill('SIGKILL')
    }
  }
  await Promise.all([assault(), ...orders.flat().map(submit)])
  const quiet = await untilQuiet(run.remit.store, () => acknowledged, 300_000)
  await keeper.stop()
  await client.close()
  await Promise.all(run.remit.running().map((process) => process.kill('SIGKILL')))
  const recounted = await runRemit({ REMIT_HOME: run.remit.home }, 'doctor', '--recount')
  const wide = 2n ** 60n
  const evidence = await gatherEvidence({
    home: run.remit.home,
    store: run.remit.store,
    systems: [run.remit.shop, run.remit.helpdesk],
    acknowledged,
    limits: {
      ...companyLimits,
      caps: {
        goal: 5000n,
        customer: one.on === 'customer' ? BigInt(one.cap) * 100n : wide,
        workflow: one.on === 'workflow' ? BigInt(one.cap) * 100n : wide,
      },
    },
  })
  const journal = new Set(run.shop.journal().map(({ args }) => args.order_id))
  const key = (group: number): string =>
    one.on === 'workflow' ? 'workflow:refunds-under-50' : `customer:cus-group-${group}`
  const lines = evidence.ledger.filter(({ kind }) => kind === 'money_moved')
  return {
    name: one.name,
    passed: orders.map((list) => list.filter((order) => journal.has(order)).length),
    allowed: Math.floor(one.cap / each),
    ledger: orders.map((_, group) =>
      lines
        .filter((line) => line.key === key(group))
        .reduce((sum, line) => ({ used: sum.used + line.used, held: sum.held + line.held }), {
          used: 0n,
          held: 0n,
        }),
    ),
    recount: { code: recounted.code, text: `${recounted.out}${recounted.err}` },
    findings: judgeRun(evidence),
    quiet,
    killed,
    seconds: Math.round((performance.now() - began) / 1000),
  }
}
