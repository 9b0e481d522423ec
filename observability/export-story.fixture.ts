import { draft } from '../contracts/events.ts'
import type { Envelope } from '../contracts/envelope.ts'
import { tracesConfig } from './config.ts'
import { createSpanExporter } from './exporter.ts'
import { exportCommits } from './goal-spans.ts'
import { approvedStory, record } from './record-for-test.ts'

/**
 * A process that commits the events `from` to `to` of a story and exports their spans: run by a test that kills it.
 * `now`: after each commit its spans are sent; `later`: they stay in the queue; `end`: they are sent before the exit.
 */
const [from = '1', to = '1', when = 'end'] = process.argv.slice(2)
const events = record(approvedStory)
const envelopes = events.map(({ meta, ...event }): Envelope => ({ ...meta, ...draft(event) }))
const silent = { info: () => {}, warn: () => {} }
const exporter = await createSpanExporter(tracesConfig(), silent)
let committed = Number(from) - 1
const commits = exportCommits(exporter, async () => envelopes.slice(0, committed), {
  warn: (fields, text) => console.error(text, fields),
})
for (const event of events.slice(committed, Number(to))) {
  committed += 1
  commits({ repeated: false, events: [event] })
  await commits.settled()
  if (when === 'now') await exporter.flush()
}
if (when === 'end') await exporter.close()
console.log('committed')
if (when !== 'end') setInterval(() => {}, 60_000)
