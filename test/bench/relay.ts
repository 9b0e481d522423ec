import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { z } from 'zod'
import { openClient, userOfAgent } from '../../bus/bus-names.ts'
import { startTestNats } from '../../bus/start-nats-for-test.ts'
import { goalIdOf } from '../../contracts/goal-id.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import { startGateway } from '../../gateway/start.ts'
import { startTinySystem } from '../../gateway/tiny-system.fixture.ts'
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts'
import { readPolicyFiles } from '../../supervisor/policy/read-policy-files.ts'
import { startSupervisor } from '../../supervisor/start.ts'
import { workerConfig } from '../../worker/config.ts'
import { startWorker } from '../../worker/start.ts'

/**
 * Remit's row in the relay of RELAY_DIR: a goal goes triage, support, finance, support, done. Everything is on: intake,
 * outcomes and trail on file with `sync_interval: always`, SQLite with FULL, claims, leases, checkpoints, events,
 * audit chain, signed heads. Supervisor, worker, gateway and client are one process, nats-server is its child.
 *
 * Done = the client has the event of the final commit. The workflow has no `done_when`, so that commit hands the goal
 * to a person (NO_CHECK): a check would read systems, which no other row of the relay does.
 *
 * `node test/bench/relay.ts` prints RESULT {json}. Of the meter: GOALS, WARM, LAT, CONC, VISITS. `PRICED=1`: the model
 * has a price, so budgets are drawn and settled in every step.
 */
const folder = process.env['RELAY_DIR'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'relay')
if (!existsSync(join(folder, 'common', 'meter.mjs'))) {
  console.log(`skipped: no relay in ${folder} (set RELAY_DIR)`)
  process.exit(0)
}
const { bench, textsOf } = await import('./relay-spec.ts')
const { relayModel } = await import('./relay-model.ts')
const { goalText } = await import('./relay-agent.ts')

const priced = process.env['PRICED'] === '1'
const agents = ['triage', 'support', 'finance']
const Escalated = z.object({ code: z.string() })

await using cleanup = new AsyncDisposableStack()
const home = await mkdtemp(join(tmpdir(), 'remit-relay-'))
cleanup.defer(() => rm(home, { recursive: true, force: true }))
// As `up` does it: every decision is a line of a file.
const log = pino(
  { level: process.env['LOG_LEVEL'] ?? 'info' },
  pino.destination({ dest: join(home, 'remit.log'), sync: false }),
)
const shop = cleanup.use(
  await startTinySystem(
    ['triage', 'support'].flatMap((agent) =>
      textsOf(agent).tools.map(({ name, description, parameters }) => ({
        definition: { name, description, inputSchema: parameters },
        call: async () => ({ status: 500 }),
      })),
    ),
  ),
)
const nats = cleanup.use(await startTestNats(process.env, { agents, clients: [openClient] }))
const files = await readPolicyFiles(join(import.meta.dirname, 'relay-config'))
const places = homeFiles(home)
const store = cleanup.use(await openSqliteStore({ file: places.store, keyFile: places.storeKey }))
const supervisor = cleanup.use(
  await startSupervisor({
    home,
    nats: { url: nats.url, user: 'supervisor', pass: nats.password('supervisor') },
    agents,
    policy: {
      files: {
        ...files,
        'systems.yaml': (files['systems.yaml'] ?? '').replace('http://127.0.0.1:1/mcp', shop.url),
      },
      apply: 'always',
    },
    sandboxes: {},
    lazySync: false,
    log,
    store,
  }),
)
cleanup.use(
  await startGateway({ nats: { url: nats.url, user: 'gateway', pass: nats.password('gateway') }, log }),
)
const worker = await startWorker(
  workerConfig({ REMIT_HOME: home, NATS_URL: nats.url, WORKER_TASKS: process.env['WORKER_TASKS'] }),
  {
    log,
    passwords: Object.fromEntries(
      agents.map((name) => [userOfAgent(name), nats.password(userOfAgent(name))]),
    ),
    agentsFolder: new URL('./relay-agents/', import.meta.url),
    modelFor: relayModel(priced),
  },
)
cleanup.defer(() => worker.close())
while (!(await supervisor.ready())) {
  const faults = await supervisor.faults()
  // Until the gateway has offered them, the tools of the policy are unknown.
  if (faults.some((fault) => !fault.includes('UNKNOWN_TOOL'))) throw new Error(faults.join('\n'))
  await new Promise((resolve) => setTimeout(resolve, 20))
}

const client = cleanup.use(await nats.open())
const waiting = new Map<string, PromiseWithResolvers<void>>()
const ended = client.subjects.eventsOf(openClient).replace(/>$/, '*.escalated')
client.subscribe(ended, (m) => {
  const goal = m.subject.split('.')[3] ?? ''
  const done = waiting.get(goal)
  waiting.delete(goal)
  const { code } = Escalated.parse(m.data)
  if (code === 'NO_CHECK') done?.resolve()
  else done?.reject(new Error(`${goal} came to ${code}`))
})
const runGoal = async (id: string): Promise<void> => {
  const done = Promise.withResolvers<void>()
  waiting.set(goalIdOf(openClient, id), done)
  await client.publish(client.subjects.intake, { goal: goalText(id), id })
  await done.promise
}
await bench(priced ? 'remit+budgets' : 'remit', runGoal, {
  goals: 400,
  lat: 100,
  durable: 'yes (power loss)',
})
