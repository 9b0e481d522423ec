import { agentApiPrefix } from '../../bus/bus-names.ts'
import { startTestNats } from '../../bus/start-nats-for-test.ts'

/**
 * How fast the bus is, on a real server with `sync_interval: always` and one account for each user. Run it with
 * `npm run bench` or by itself; rates of one run may be compared with each other, not with another machine's.
 */
const count = Number(process.argv[2] ?? 4000)
const flights = 64

const measure = async (what: string, n: number, run: () => Promise<void>): Promise<void> => {
  const cpu = process.cpuUsage()
  const began = performance.now()
  await run()
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const rate = Math.round(n / seconds).toLocaleString('en')
  console.log(
    `${what.padEnd(60)} ${rate.padStart(8)}/s  ${((user + system) / 1000 / n).toFixed(3)} ms CPU each`,
  )
}

const inFlight = async (n: number, width: number, one: (i: number) => Promise<unknown>): Promise<void> => {
  let next = 0
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < n) await one(next++)
    }),
  )
}

const main = async (): Promise<void> => {
  await using nats = await startTestNats(process.env)
  const supervisor = await nats.supervisor()
  const triage = await nats.bus('agent-triage', { apiPrefix: agentApiPrefix('remit') })
  const { subjects, streams } = supervisor
  const value = { v: 1, goal: 'g', text: 'x'.repeat(450) }

  await inFlight(500, flights, () => supervisor.publish(subjects.tasks('finance'), value))
  await measure(`publish, memory stream, ${flights} in flight`, count, () =>
    inFlight(count, flights, () => supervisor.publish(subjects.tasks('triage'), value)),
  )
  const consumeAll = async (
    bus: typeof supervisor,
    stream: string,
    consumer: string,
    handler: () => Promise<unknown>,
  ): Promise<void> => {
    const done = Promise.withResolvers<void>()
    let seen = 0
    const consuming = bus.consume({
      stream,
      consumer,
      max: flights,
      handler: async () => {
        await handler()
        seen += 1
        if (seen === count) done.resolve()
      },
    })
    await done.promise
    await consuming.stop()
  }
  await measure(`consume over an agent's account, ${flights} at once`, count, () =>
    consumeAll(triage, streams.tasks, 'triage', async () => undefined),
  )
  await measure(`publish over an agent's account, file stream, ${flights} in flight`, count, () =>
    inFlight(count, flights, () => triage.publish(subjects.outcomes('triage'), value)),
  )
  await measure(`consume a file stream, ${flights} at once`, count, () =>
    consumeAll(supervisor, streams.outcomes, 'supervisor', async () => undefined),
  )
  const one = Math.ceil(count / 8)
  await measure('publish, file stream, 1 in flight', one, () =>
    inFlight(one, 1, () => triage.publish(subjects.outcomes('triage'), value)),
  )
  const serving = supervisor.serve(subjects.anyWork, { queue: 'supervisor' }, async () => ({ ok: true }))
  // Over its own connection: once this is answered the server knows who listens.
  await supervisor.canary()
  await measure(`request over an agent's account, ${flights} in flight`, count, () =>
    inFlight(count, flights, () => triage.request(subjects.work('triage'), value)),
  )
  await serving.stop()
}

await main()
