import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Commit, Store } from '../../store/port.ts'
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts'

/** `node test/bench/store.ts`: commits a second on this machine's disk, alone and in groups, and their CPU time. */

const commitOf = (log: string, expected: number): Commit => ({
  log,
  expected,
  at: new Date().toISOString(),
  by: { kind: 'supervisor', id: 's1' },
  cause: `c-${log}-${expected}`,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  events: [
    {
      type: 'OutcomeReceived',
      v: 1,
      data: { task: `${log}-t1`, attempt: 1, kind: 'handoff', contract: 'a.b@1' },
    },
    { type: 'TaskAssigned', v: 1, data: { task: `${log}-t2`, agent: 'finance', payload: 'f'.repeat(64) } },
  ],
  timers: [{ set: { id: `${log}:lease`, log, due: '2026-11-22T12:00:00.000Z', kind: 'lease', data: {} } }],
  view: {
    id: log,
    version: expected + 2,
    status: 'working',
    class: null,
    halted: false,
    workflow: 'refunds-under-50',
    agent: 'finance',
    requester: 'local',
    account: 'local',
    created: '2026-11-22T12:00:00.000Z',
    updated: '2026-11-22T12:00:00.000Z',
    ended: null,
    cost: '0.00 EUR',
    moved: '0.00 EUR',
    tour: false,
    text: 'f'.repeat(64),
    inbox: [],
    outcome: null,
  },
})

/** One lane: a goal that makes `turns` commits, one after the other. */
const lane = async (store: Store, log: string, turns: number): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) {
    const appended = await store.append(commitOf(log, turn * 2))
    if (!appended.ok) throw new Error(`a conflict in ${log}`)
  }
}

const reserveLane = async (store: Store, goal: string, turns: number): Promise<void> => {
  const cap = { kind: 'cost', currency: 'EUR', amount: 1n, limit: 10n ** 12n } as const
  for (let turn = 0; turn < turns; turn += 1) {
    const holder = `${goal}-${turn}`
    await store.reserve(holder, goal, new Date().toISOString(), [
      { ...cap, key: `goal:${goal}`, period: 'all', day: '' },
      { ...cap, key: 'workflow:refunds', period: 'day', day: '2026-11-22' },
      { ...cap, key: 'company', period: 'day', day: '2026-11-22' },
    ])
    await store.settle(holder, 'all')
  }
}

const measure = async (name: string, operations: number, work: () => Promise<void>): Promise<void> => {
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  await work()
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const rate = Math.round(operations / seconds)
  const each = ((user + system) / 1000 / operations).toFixed(3)
  process.stdout.write(`${name.padEnd(44)} ${String(rate).padStart(7)} /s  ${each} ms CPU each\n`)
}

const lanes = async (count: number, work: (name: string) => Promise<void>): Promise<void> => {
  await Promise.all(Array.from({ length: count }, (_, i) => work(`${i}`)))
}

await using folder = await mkdtempDisposable(join(tmpdir(), 'remit-bench-'))
await using store = await openSqliteStore({
  file: join(folder.path, 'record.db'),
  keyFile: join(folder.path, 'master.key'),
})
await measure('warm-up (not counted), 64 at once', 6400, () => lanes(64, (i) => lane(store, `w${i}`, 100)))
await measure('commit of 2 events, timer, view, single', 600, () => lane(store, 'single', 600))
for (const count of [8, 20, 64, 256]) {
  const turns = Math.ceil(6000 / count)
  await measure(`the same, ${count} at once`, count * turns, () =>
    lanes(count, (i) => lane(store, `g${count}-${i}`, turns)),
  )
}
await measure('reserve 3 keys and settle, 64 at once', 64 * 60, () =>
  lanes(64, (i) => reserveLane(store, `r${i}`, 60)),
)
await measure('load a log of 40 events', 3000, async () => {
  for (let turn = 0; turn < 3000; turn += 1) await store.load('w1', 160)
})
await measure('trail object of 2 kB, 64 at once', 64 * 60, () =>
  lanes(64, async (i) => {
    for (let turn = 0; turn < 60; turn += 1) await store.putTrail(`g${i}`, { turn, text: 'x'.repeat(2000) })
  }),
)
const seed = Array.from({ length: 50 }, (_, i) => i)
for (const block of seed)
  await Promise.all(Array.from({ length: 1000 }, (_, i) => lane(store, `many${block}-${i}`, 1)))
await measure('after 50,000 more goals: 64 at once', 6400, () =>
  lanes(64, (i) => lane(store, `late${i}`, 100)),
)
