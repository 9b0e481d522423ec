import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect } from 'chai'
import { startCollector, type Collector } from './collector-for-test.ts'
import { tracesConfig, type TracesConfig } from './config.ts'
import { createSpanExporter } from './exporter.ts'
import { findCollector } from './find-collector.ts'
import { approvedStory, record, rootSpan, trace } from './record-for-test.ts'
import { spansOf } from './spans.ts'
import { treeFaults } from './tree-faults-for-test.ts'

type Line = { fields: Record<string, unknown>; text: string }
const listening = () => {
  const lines: Line[] = []
  const take = (fields: Record<string, unknown>, text: string): void => void lines.push({ fields, text })
  return { lines, log: { info: () => {}, warn: take } }
}
const config = (collector: Pick<Collector, 'url'>, over: Record<string, string> = {}): TracesConfig =>
  tracesConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '60000', ...over })
const spans = spansOf(record(approvedStory))

/** The same span sent twice is one span, as collectors take it. */
const distinct = (collector: Collector) => [
  ...new Map(collector.spans.map((span) => [JSON.stringify(span), span])).values(),
]
/** A port that nobody listens on: it was free a moment ago. */
const deadUrl = async (): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

describe('span exporter', function () {
  this.timeout(30_000)

  it('sends a goal to a collector as one trace with one root and no orphan', async () => {
    await using collector = await startCollector()
    await using exporter = await createSpanExporter(config(collector), listening().log)
    exporter.export(spans)
    await exporter.flush()
    expect(collector.spans).to.have.length(spans.length)
    expect(treeFaults(collector.spans)).to.deep.equal([])
    const root = collector.spans.find(({ parent }) => parent === null)
    expect(root).to.include({ trace, id: rootSpan, name: 'goal accepted', service: 'remit' })
    expect(root?.start).to.equal('1795348800000000000')
    const wait = collector.spans.find(({ name }) => name === 'wait for approval')
    expect(wait?.end).to.equal('1795356002000000000')
    expect(wait?.attributes).to.include({
      'remit.person': 'ann',
      'remit.amount': '35.00',
      'remit.approval.votes': 1,
    })
  })

  it('sends what it holds when it closes, under the names and headers of the environment', async () => {
    await using collector = await startCollector()
    const exporter = await createSpanExporter(
      config(collector, {
        OTEL_SERVICE_NAME: 'back-office',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/elsewhere`,
      }),
      listening().log,
    )
    exporter.export(spans)
    await exporter.close()
    expect(collector.spans).to.have.length(spans.length)
    expect(collector.spans[0]?.service).to.equal('back-office')
    expect(collector.requests[0]?.path).to.equal('/elsewhere')
    expect(collector.requests[0]?.headers).to.include({ authorization: 'Bearer abc' })
  })

  it('sends by itself after a while', async () => {
    await using collector = await startCollector()
    await using exporter = await createSpanExporter(
      config(collector, { OTEL_BSP_SCHEDULE_DELAY: '1' }),
      listening().log,
    )
    exporter.export(spans)
    await collector.until(spans.length)
  })

  it('says once that a collector refuses, and goes on', async () => {
    await using collector = await startCollector(400)
    const { lines, log } = listening()
    await using exporter = await createSpanExporter(config(collector), log)
    for (let round = 0; round < 3; round += 1) {
      exporter.export(spans)
      await exporter.flush()
    }
    expect(lines.map(({ text }) => text)).to.deep.equal(['spans could not be sent; they stay in the record'])
    expect(lines[0]?.fields['spans']).to.equal(spans.length)
  })

  it('gives up on a collector that is gone, when it closes', async () => {
    const exporter = await createSpanExporter(config({ url: await deadUrl() }), listening().log)
    exporter.export(spans)
    await exporter.close(1)
  })

  it('drops what its queue cannot hold, and says so', async () => {
    await using collector = await startCollector()
    const { lines, log } = listening()
    await using exporter = await createSpanExporter(config(collector, { OTEL_BSP_MAX_QUEUE_SIZE: '5' }), log)
    // Five are on their way at once, five wait behind them.
    exporter.export(spans.slice(0, 11))
    expect(lines.map(({ text }) => text)).to.deep.equal([
      'the queue of spans is full; they stay in the record',
    ])
    await exporter.flush()
    exporter.export(spans.slice(10, 11))
    await exporter.flush()
    expect(collector.spans.map(({ id }) => id)).to.have.members(spans.slice(0, 11).map(({ id }) => id))
  })

  it('sends nothing where it is told so', async () => {
    await using collector = await startCollector()
    for (const off of [{ OTEL_SDK_DISABLED: 'true' }, { OTEL_TRACES_EXPORTER: 'none' }]) {
      const exporter = await createSpanExporter(config(collector, off), listening().log)
      expect(exporter.url).to.equal(null)
      exporter.export(spans)
      await exporter.close()
    }
    expect(collector.requests).to.deep.equal([])
  })

  it('finds a collector that takes OTLP, and nothing else that listens', async () => {
    await using collector = await startCollector()
    await using other = await startCollector(404)
    expect(await findCollector(`${collector.url}/v1/traces`)).to.equal(`${collector.url}/v1/traces`)
    expect(await findCollector(`${other.url}/v1/traces`)).to.equal(null)
    expect(await findCollector(await deadUrl())).to.equal(null)
  })
})

describe('spans of a goal whose supervisor is killed', function () {
  this.timeout(60_000)

  const run = (collector: Collector, from: number, to: number, when: 'now' | 'later' | 'end') => {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'export-story.fixture.ts'), String(from), String(to), when],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          ...process.env,
          OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
          OTEL_BSP_SCHEDULE_DELAY: '60000',
        },
      },
    )
    return { child, committed: once(child.stdout, 'data'), closed: once(child, 'close') }
  }
  const waits = 9

  it('are one tree after a kill -9 in the wait, though the killed process had sent none of its own', async () => {
    await using collector = await startCollector()
    const first = run(collector, 1, waits, 'later')
    await first.committed
    first.child.kill('SIGKILL')
    await first.closed
    expect(collector.spans).to.deep.equal([])
    const [code] = await run(collector, waits + 1, approvedStory.length, 'end').closed
    expect(code).to.equal(0)
    expect(treeFaults(collector.spans)).to.deep.equal([])
    expect(collector.spans).to.have.length(spans.length)
  })

  it('are the same spans again where the killed process had sent its own', async () => {
    await using collector = await startCollector()
    const first = run(collector, 1, waits, 'now')
    await first.committed
    first.child.kill('SIGKILL')
    await first.closed
    const sent = collector.spans.length
    expect(sent).to.be.greaterThan(0)
    expect(treeFaults(collector.spans)).to.deep.equal([])
    await run(collector, waits + 1, approvedStory.length, 'end').closed
    expect(collector.spans).to.have.length(spans.length + sent)
    expect(distinct(collector)).to.have.length(spans.length)
    expect(treeFaults(distinct(collector))).to.deep.equal([])
  })
})
