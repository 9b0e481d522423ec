import { expect } from 'chai'
import type { Envelope } from '../contracts/envelope.ts'
import { draft } from '../contracts/events.ts'
import { exportCommits } from './goal-spans.ts'
import { approvedStory, record } from './record-for-test.ts'
import type { Span } from './span.ts'
import { spansOf } from './spans.ts'

const events = record(approvedStory)
const log = events.map(({ meta, ...event }): Envelope => ({ ...meta, ...draft(event) }))
const all = spansOf(events)
const commit = (from: number, to = from) => ({ repeated: false, events: events.slice(from - 1, to) })

const exporting = (fails: Error[] = []) => {
  const spans: Span[] = []
  const loads: string[] = []
  const warned: string[] = []
  const load = async (goal: string): Promise<Envelope[]> => {
    loads.push(goal)
    const failure = fails.pop()
    if (failure) throw failure
    return log
  }
  const exporter = { url: 'http://collector', export: (more: readonly Span[]) => void spans.push(...more) }
  const commits = exportCommits(exporter, load, { warn: (_, text) => void warned.push(text) })
  return { spans, loads, warned, commits }
}

describe('export of commits', () => {
  it('exports each span once, and never reads a goal that it has followed', async () => {
    const { spans, loads, commits } = exporting()
    for (let version = 1; version <= events.length; version += 1) commits(commit(version))
    await commits.settled()
    expect(spans).to.deep.equal(all)
    expect(loads).to.deep.equal([])
  })

  it('exports a goal that it has not seen from its beginning', async () => {
    const { spans, loads, commits } = exporting()
    commits(commit(10, 11))
    commits(commit(12))
    await commits.settled()
    expect(spans).to.deep.equal(spansOf(events.slice(0, 12)))
    expect(loads).to.deep.equal(['g_1'])
  })

  it('exports what another replica committed in between', async () => {
    const { spans, commits } = exporting()
    commits(commit(1, 6))
    commits(commit(9))
    await commits.settled()
    expect(spans).to.deep.equal(spansOf(events.slice(0, 9)))
  })

  it('exports the spans of a repeated commit again, and those alone', async () => {
    const { spans, commits } = exporting()
    commits(commit(1, 12))
    await commits.settled()
    spans.length = 0
    commits({ ...commit(4, 6), repeated: true })
    commits(commit(13))
    await commits.settled()
    const ends = (from: number, to: number) => all.filter(({ ended }) => ended! >= from && ended! <= to)
    expect(spans).to.deep.equal([...ends(4, 6), ...ends(13, 13)])
  })

  it('makes up for a record that could not be read, with the next commit', async () => {
    const { spans, warned, commits } = exporting([new Error('store gone')])
    commits(commit(9))
    await commits.settled()
    expect(warned).to.deep.equal(['spans of a goal could not be made'])
    commits(commit(10))
    await commits.settled()
    expect(spans).to.deep.equal(spansOf(events.slice(0, 10)))
  })

  it('does nothing where there is no collector', async () => {
    const { loads } = exporting()
    const commits = exportCommits({ url: null, export: () => expect.fail() }, async () => expect.fail(), {
      warn: () => expect.fail(),
    })
    commits(commit(9))
    await commits.settled()
    expect(loads).to.deep.equal([])
  })
})
