import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { userOfAgent } from '../../bus/bus-names.ts'
import type { Bus } from '../../bus/connect.ts'
import { startTestNats } from '../../bus/start-nats-for-test.ts'
import { readGoalEvent } from '../../contracts/events.ts'
import { goalIdOf } from '../../contracts/goal-id.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import type { AgentCard, ToolDefinition } from '../../contracts/platform.ts'
import { keyPair } from '../../store/key-files.ts'
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts'
import { replay } from '../../supervisor/decider/evolve.ts'
import type { Goal } from '../../supervisor/decider/state.ts'
import type { Log } from '../../supervisor/deps.ts'
import type { PolicyFiles } from '../../supervisor/policy/compile-policy.ts'
import { sampleFiles } from '../../supervisor/policy/sample-policy.ts'
import { startSupervisor, type RunningSupervisor } from '../../supervisor/start.ts'
import { playGateway } from './played-gateway.fixture.ts'
import { playPeople } from './played-people.fixture.ts'
import { startSupervisorProcess } from './supervisor-process.fixture.ts'
import { ask, cardOf, definitions, systemsOffered } from './played-values.fixture.ts'

export type PlayedOptions = {
  supervisors?: number
  /** changes the shipped policy */
  files?: (files: PolicyFiles) => PolicyFiles
  mode?: 'suggest' | 'act-low-risk'
  /** what the systems offer; those of the sample company unless told otherwise */
  tools?: ToolDefinition[]
  /** supervisors in processes of their own, as the tests of bugs that other systems had must run */
  apart?: boolean
}

/**
 * Real supervisors on a real bus and a real store; gateway, workers, console and clients are played by the test,
 * each with its own credentials, so that it can say what no honest process would.
 */
export const startPlayed = async (options: PlayedOptions = {}) => {
  const home = await mkdtemp(join(tmpdir(), 'remit-played-'))
  const files = homeFiles(home)
  const agents = ['triage', 'support', 'finance']
  const nats = await startTestNats(process.env, { agents })
  const consoleKey = await keyPair(files.keys, 'console')
  const policy = (options.files ?? ((same) => same))(await sampleFiles())
  const logged: string[] = []
  const keep =
    (level: string) =>
    (fields: Record<string, unknown>, message: string): void => {
      const error = fields['err'] instanceof Error ? fields['err'].message : ''
      logged.push(`${level} ${message} ${JSON.stringify({ ...fields, err: undefined })} ${error}`)
    }
  const log: Log = { info: keep('info'), warn: keep('warn'), error: keep('error') }
  const inside = (more: PolicyFiles = policy, apply: 'always' | 'if-none' = 'if-none') =>
    startSupervisor({
      home,
      nats: { url: nats.url, user: 'supervisor', pass: nats.password('supervisor') },
      agents,
      policy: { files: more, apply },
      sandboxes: {},
      lazySync: false,
      log,
      heads: { everyMs: 3_600_000 },
    })
  const begin = (more: PolicyFiles = policy, apply: 'always' | 'if-none' = 'if-none') =>
    options.apart === true
      ? startSupervisorProcess({
          home,
          natsUrl: nats.url,
          passwords: Object.fromEntries(
            ['supervisor', ...agents.map(userOfAgent)].map((user) => [user, nats.password(user)]),
          ),
          files: more,
          log: (line) => void logged.push(line),
        })
      : inside(more, apply)
  const running = new Set<RunningSupervisor>()
  const start = async (...args: Parameters<typeof begin>): Promise<RunningSupervisor> => {
    const one = await begin(...args)
    running.add(one)
    return one
  }
  const first = await start()
  const store = await openSqliteStore({ file: files.store, keyFile: files.storeKey })
  const gateway = await nats.gateway()
  const console = await nats.console()
  const client = await nats.open()
  const workers = new Map(
    await Promise.all(agents.map(async (name) => [name, await nats.agent(name)] as const)),
  )
  const worker = (agent: string): Bus => {
    const bus = workers.get(agent)
    if (!bus) throw new Error(`no agent ${agent}`)
    return bus
  }
  const until = async <T>(
    what: string,
    find: () => Promise<T | null | undefined | false>,
    longest = 20_000,
  ): Promise<T> => {
    const end = performance.now() + longest
    while (performance.now() < end) {
      const found = await find()
      if (found !== null && found !== undefined && found !== false) return found
      await delay(10)
    }
    throw new Error(`not within ${longest / 1000} s: ${what}\n${logged.slice(-20).join('\n')}`)
  }
  const offerSystems = (tools: ToolDefinition[] = definitions, probes: unknown[] = []) =>
    ask(gateway, gateway.subjects.offers('gateway'), {
      from: 'gateway',
      gateway: 'gw-1',
      systems: systemsOffered(tools),
      probes,
    })
  const offerCards = (agent: string, ...cards: AgentCard[]) =>
    ask(worker(agent), worker(agent).subjects.offers(`worker-${agent}`), {
      from: 'worker',
      worker: `w-${agent}`,
      agents: cards,
    })
  await offerSystems(options.tools)
  await offerCards('triage', cardOf('triage', 'triage.route@1'))
  await offerCards('support', cardOf('support', 'support.refund@1'))
  await offerCards('finance', cardOf('finance', 'finance.check-refund@1'))

  const events = async (goal: string) => (await store.load(goal)).map(readGoalEvent)
  const goalOf = async (goal: string): Promise<Goal> => {
    const state = replay(await events(goal))
    if (state === null) throw new Error(`no goal ${goal}`)
    return state
  }
  const goalWhere = (goal: string, what: string, holds: (state: Goal) => boolean): Promise<Goal> =>
    until(`${goal} ${what}`, async () => {
      const state = replay(await events(goal))
      return state !== null && holds(state) && state
    })
  const people = playPeople({
    console,
    key: consoleKey.privateKey,
    store,
    controlLog: 'control/sample',
    until,
  })
  const { command, outcomeOf } = people
  const work = (agent: string, request: Record<string, unknown>): Promise<unknown> =>
    ask(worker(agent), worker(agent).subjects.work(agent), { id: randomUUID(), ...request })
  const outcome = async (
    goal: string,
    task: string,
    what: Record<string, unknown>,
    more: { attempt?: number; worker?: string; agent?: string } = {},
  ): Promise<string> => {
    const { agent = 'support', attempt = 1, worker: name = 'w1' } = more
    const id = randomUUID()
    const used = { tokens: 0, cost: 0 }
    const whole = { v: 1, id, goal, task, attempt, worker: name, used, ...what }
    await worker(agent).publish(worker(agent).subjects.outcomes(agent), whole, { msgId: id })
    return id
  }
  const submit = async (submission: Record<string, unknown>): Promise<string> => {
    const answer = await ask(client, client.subjects.api('goals.submit'), submission)
    if (typeof answer === 'object' && answer !== null && 'id' in answer) return String(answer.id)
    throw new Error(JSON.stringify(answer))
  }
  const claimTask = (goal: string, task: string, more: Record<string, unknown> = {}): Promise<unknown> =>
    work('support', {
      op: 'claim',
      goal,
      task,
      attempt: 1,
      worker: 'w1',
      graph: 'played',
      models: [],
      ...more,
    })
  /** A goal in its workflow whose first task a worker of support holds. */
  const refundGoal = async (text = 'refund it', by?: string): Promise<{ goal: string; task: string }> => {
    const submission = { goal: text, workflow: 'refunds-under-50', payload: { order_id: '1044' } }
    const goal =
      by === undefined
        ? await submit(submission)
        : await (async () => {
            const id = `s-${randomUUID()}`
            await command(by, 'submit', { submission: { ...submission, id } })
            return goalIdOf('api', id)
          })()
    const state = await goalWhere(goal, 'has a task', ({ tasks }) => Object.keys(tasks).length > 0)
    const [task] = Object.keys(state.tasks)
    if (task === undefined) throw new Error('no task')
    await claimTask(goal, task)
    return { goal, task }
  }

  await until('the supervisor is ready', () => first.ready())
  for (let n = 1; n < (options.supervisors ?? 1); n += 1) await start()
  if (options.mode !== undefined && options.mode !== 'suggest') {
    const id = await command('maria-keller', 'mode', {
      workflow: 'refunds-under-50',
      mode: options.mode,
      note: 'for the test',
    })
    await outcomeOf('none', id)
  }
  return {
    home,
    nats,
    store,
    policy,
    logged,
    supervisor: first,
    /** ends every replica and begins a new one, as after a crash of them all */
    restart: async (): Promise<RunningSupervisor> => {
      for (const one of running) await one.close()
      running.clear()
      const next = await start()
      await until('the supervisor is ready again', () => next.ready())
      return next
    },
    /** another replica, perhaps with other policy files to apply */
    start,
    gateway,
    console,
    client,
    worker,
    offerSystems,
    offerCards,
    ...people,
    ...playGateway(gateway),
    events,
    goalOf,
    goalWhere,
    until,
    work,
    outcome,
    submit,
    claimTask,
    refundGoal,
    [Symbol.asyncDispose]: async () => {
      for (const one of running) await one.close()
      await store.close()
      await nats[Symbol.asyncDispose]()
      await rm(home, { recursive: true, force: true })
    },
  }
}
export type Played = Awaited<ReturnType<typeof startPlayed>>
