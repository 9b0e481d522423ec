import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { apiClient, type ApiClient } from '../../cli/api-client.ts'
import { readGoalEvent, type GoalEvent, type Recorded } from '../../contracts/events.ts'
import { CommandAnswer } from '../../contracts/http/answers.ts'
import { replay } from '../../supervisor/decider/evolve.ts'
import { openApprovals, statusOf, type Effect, type Goal } from '../../supervisor/decider/state.ts'
import { startInstallation, type InstallationOptions, type ProcessKind } from '../harness/installation.ts'
import { runRemit, type Ran } from './run-remit.fixture.ts'
import { shopBook } from './shop-book.fixture.ts'

export type Looked = { events: Recorded<GoalEvent>[]; goal: Goal }
const patience = 45_000
const Address = z.object({ url: z.url() })

/** Has it ended, or does it wait for a person with nobody at work? Who is killed before it parked is waited for. */
export const settled = ({ goal }: Looked): boolean =>
  goal.status === 'ended' ||
  goal.status === 'with-person' ||
  (openApprovals(goal).length > 0 && statusOf(goal) === 'waiting')
export const ended = ({ goal }: Looked): boolean => goal.status === 'ended'

export const eventsOf = <T extends GoalEvent['type']>(
  { events }: Looked,
  type: T,
): Extract<Recorded<GoalEvent>, { type: T }>[] =>
  events.filter((event): event is Extract<Recorded<GoalEvent>, { type: T }> => event.type === type)

/** The goal's only effect; an error where there is none or are several. */
export const onlyEffect = ({ goal }: Looked): Effect => {
  const [effect, ...more] = Object.values(goal.effects)
  if (effect === undefined || more.length > 0)
    throw new Error(`${goal.id} has ${more.length + 1} effects or none`)
  return effect
}

/** A running installation as its people see it, and its record and the shop's files as a test reads them. */
export const startScenario = async (options: InstallationOptions = {}) => {
  const remit = await startInstallation(options)
  const shop = shopBook(remit.shop)
  for (const person of ['maria-keller', 'jonas-brandt'])
    await writeFile(join(remit.home, `${person}.token`), `token-of-${person}\n`, { mode: 0o600 })

  const look = async (goal: string): Promise<Looked | null> => {
    const events = (await remit.store.load(goal)).map(readGoalEvent)
    const state = replay(events)
    return state === null ? null : { events, goal: state }
  }
  /** Looks at the record until it shows what is waited for; an error tells the events that are there. */
  const until = async (goal: string, what: string, holds: (looked: Looked) => boolean): Promise<Looked> => {
    const end = performance.now() + patience
    let version = -1
    for (;;) {
      const looked = await look(goal)
      if (looked !== null && looked.goal.version !== version && holds(looked)) return looked
      version = looked?.goal.version ?? -1
      if (performance.now() > end)
        throw new Error(
          `${goal}: not ${what}: ${looked?.events.map(({ type }) => type).join(', ') ?? 'nothing'}`,
        )
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const url = async (): Promise<string> =>
    Address.parse(JSON.parse(await readFile(join(remit.home, 'console.json'), 'utf8'))).url
  const clientOf = async (person: string): Promise<ApiClient> => {
    const token = (await readFile(join(remit.home, `${person}.token`), 'utf8')).trim()
    return apiClient({ url: await url(), token })
  }
  const submit = async (goal: string, more: { person?: string; [field: string]: unknown } = {}) => {
    const { person = 'operator', ...body } = more
    const client = await clientOf(person)
    const { data } = await client.call({
      path: 'goals',
      method: 'POST',
      body: { goal, ...body },
      answer: CommandAnswer,
    })
    if (data.goal === null) throw new Error('no goal was made')
    return data.goal
  }
  return {
    remit,
    shop,
    /** the console's address */
    url,
    look,
    until,
    submit,
    /** goals are decided, and the shop's key is probed: the probe's calls would meet a fault that is set before */
    ready: async (): Promise<void> => {
      await remit.ready()
      const control = 'control/sample'
      while (!(await remit.store.load(control)).some(({ type }) => type === 'ProbeRecorded'))
        await new Promise((resolve) => setTimeout(resolve, 20))
    },
    /** submitted, then watched until it has ended or a person is asked */
    settle: async (goal: string, more: { person?: string; [field: string]: unknown } = {}) =>
      until(await submit(goal, more), 'settled', settled),
    /** the command line as this person */
    cli: async (person: string, ...args: string[]): Promise<Ran> => {
      const token = (await readFile(join(remit.home, `${person}.token`), 'utf8')).trim()
      return runRemit({ REMIT_HOME: remit.home, REMIT_TOKEN: token }, ...args)
    },
    mode: async (mode: string) => {
      const client = await clientOf('operator')
      const body = { mode, note: 'for this test' }
      await client.call({
        path: 'mode',
        segments: { name: 'refunds-under-50' },
        method: 'POST',
        body,
        answer: CommandAnswer,
      })
    },
    kill: async (...kinds: ProcessKind[]) => {
      await Promise.all(
        remit
          .running()
          .filter(({ kind }) => kinds.includes(kind))
          .map((one) => one.kill()),
      )
    },
    /** why the dead letter with this body is one, once there is one that came on this subject */
    deadLetter: async (subject: string, body: string): Promise<string> => {
      const encoded = Buffer.from(body).toString('base64')
      // Its sender is told first; it is kept next.
      for (let looks = 0; looks < 200; looks += 1) {
        for (const { id } of await remit.store.deadLetters()) {
          const found = await remit.store.deadLetter(id)
          const told = JSON.stringify(found)
          if (found?.letter.subject === subject && told.includes(encoded)) return told
        }
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error(`${subject} has no dead letter ${body}`)
    },
    /** whatever the steps of the goal's agents say, as one text */
    told: async (goal: string): Promise<string> => JSON.stringify(await remit.store.steps(goal)),
    trail: (goal: string, digest: string): Promise<unknown> => remit.store.getTrail(goal, digest),
    [Symbol.asyncDispose]: () => remit.close(),
  }
}
export type Scenario = Awaited<ReturnType<typeof startScenario>>
