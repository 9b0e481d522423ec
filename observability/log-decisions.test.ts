import { expect } from 'chai'
import { logDecisions } from './log-decisions.ts'
import * as story from './record-for-test.ts'

const { approvedStory, record } = story
const logging = () => {
  const lines: { level: string; text: string; fields: Record<string, unknown> }[] = []
  const write = (level: string) => (fields: Record<string, unknown>, text: string) =>
    void lines.push({ level, text, fields })
  return { lines, tell: logDecisions({ info: write('info'), warn: write('warn') }) }
}
const state = { traceparent: `00-${story.trace}-${story.rootSpan}-01`, workflow: 'refunds' }

describe('log of decisions', () => {
  it('has one line for each decision, in order, with the ids of the trace', () => {
    const { lines, tell } = logging()
    tell({ repeated: false, events: record(approvedStory), state })
    expect(lines.map(({ text }) => text)).to.deep.equal([
      'routed',
      'approval asked',
      'approved',
      'effect allowed',
      'effect done',
      'goal ended',
    ])
    for (const { fields } of lines)
      expect(fields).to.include({ trace_id: story.trace, span_id: story.rootSpan, 'remit.goal.id': 'g_1' })
    expect(lines[1]?.fields).to.include({
      'remit.event': 'g_1@8',
      'remit.decision': 'asked',
      'remit.rule': 'risk,always_over',
      'remit.amount': '35.00',
    })
  })

  it('warns of faults and of what waits for a person, by code', () => {
    const { lines, tell } = logging()
    const faults = record([
      [0, story.accepted()],
      [1, story.attemptFailed('t1', 1, 2)],
      [2, story.effectUnknown],
      [2, story.escalated('NOT_PROVEN')],
    ])
    tell({ repeated: false, events: faults, state })
    expect(lines.map(({ level, text, fields }) => [level, text, fields['remit.code']])).to.deep.equal([
      ['warn', 'attempt failed', 'LEASE_LOST'],
      ['warn', 'effect unknown', 'NOT_PROVEN'],
      ['warn', 'to a person', 'NOT_PROVEN'],
    ])
  })

  it('says nothing again of a commit that is repeated', () => {
    const { lines, tell } = logging()
    tell({ repeated: true, events: record(approvedStory), state })
    expect(lines).to.deep.equal([])
  })
})
