import { createPublicKey } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Envelope } from '../contracts/envelope.ts'
import { eventSchemas, readControlEvent, readGoalEvent } from '../contracts/events.ts'
import { controlEvents } from '../contracts/events/control-events.ts'
import { recordedStatements } from '../store/verify/recorded-statements.ts'
import { verifyRecord } from '../store/verify.ts'
import { evolveControl, noControl } from '../supervisor/control/control-state.ts'
import { replay } from '../supervisor/decider/evolve.ts'
import { summaryOf } from './golden/summary-of.ts'

const folder = join(import.meta.dirname, 'golden')
const releases = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => name.slice(0, -'.jsonl'.length))
  .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
const read = (release: string, kind: string): string =>
  readFileSync(join(folder, `${release}.${kind}`), 'utf8')
const eventsOf = (release: string): Envelope[] =>
  read(release, 'jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => Envelope.parse(JSON.parse(line)))
const isControl = (event: Envelope): boolean => event.goal.startsWith('control/')

async function* stream(events: Envelope[]): AsyncGenerator<Envelope> {
  yield* events
}
const verdict = async (release: string, events: Envelope[]) =>
  verifyRecord({
    events: stream(events),
    heads: await recordedStatements({ events: stream(events) }),
    publicKey: createPublicKey(read(release, 'pem')),
  })

describe('golden logs', () => {
  it('are there', () => {
    expect(releases).to.include('0.1.0')
  })

  for (const release of releases) {
    it(`of ${release} verify: content, chain, signed heads`, async () => {
      const { ok, faults, logs } = await verdict(release, eventsOf(release))
      expect(faults).to.deep.equal([])
      expect(ok).to.equal(true)
      expect(logs).to.be.greaterThan(2)
    })

    it(`of ${release} do not verify once an amount was changed`, async () => {
      const changed = eventsOf(release).map((event) =>
        event.type === 'EffectStarted'
          ? { ...event, data: { ...event.data, amount: { amount: '1.00', currency: 'EUR' } } }
          : event,
      )
      expect((await verdict(release, changed)).faults.map((fault) => fault.kind)).to.include('hash')
    })

    it(`of ${release} replay to the states that they came to then`, () => {
      const logs = Map.groupBy(
        eventsOf(release).filter((event) => !isControl(event)),
        (event) => event.goal,
      )
      const states = [...logs.values()].map((events) => summaryOf(replay(events.map(readGoalEvent))))
      expect(states).to.deep.equal(JSON.parse(read(release, 'states.json')))
    })

    it(`of ${release} give a control state`, () => {
      const events = eventsOf(release).filter(isControl).map(readControlEvent)
      let state = noControl
      for (const event of events) state = evolveControl(state, event)
      expect(state.version).to.equal(events.length)
    })
  }

  it('hold, in the newest, every event that this release can write', () => {
    const newest = releases.at(-1) ?? ''
    const held = new Set(eventsOf(newest).map((event) => event.type))
    const all = [...Object.keys(eventSchemas), ...Object.keys(controlEvents)]
    expect(all.filter((type) => !held.has(type))).to.deep.equal([])
  })
})
