import { expect } from 'chai'
import { formatDuration } from './format-duration.ts'
import { printTree } from './print-trace.ts'
import * as story from './record-for-test.ts'
import { spansOf, wholeTrace } from './spans.ts'

const { record, approvedStory } = story

describe('printed trace', () => {
  it('tells when, how long, what, who decided by which rule, and over how much money', () => {
    expect(printTree(wholeTrace(record(approvedStory)))).to.equal(
      `trace 4bf92f3577b34da6a3ce929d0e0e4736 of goal g_1
2026-11-22, times in UTC · 2h · 17 spans

12:00:00.000            goal accepted  from local
12:00:00.000            ├─ task triage  triage.work@1
12:00:00.000      40ms  │  ├─ wait for a worker  on w1
12:00:00.040     960ms  │  └─ attempt triage  route · on w1 · 900 tokens
12:00:01.000            ├─ goal routed  to refunds as support.refund@1, by triage
12:00:01.000            ├─ task support  support.work@1
12:00:01.000     100ms  │  ├─ wait for a worker  on w1
12:00:01.100      1.1s  │  ├─ attempt support  parked · on w1 · 900 tokens
12:00:02.000            │  ├─ asked shop.refund_order  support-agent because risk, always_over · 35.00 EUR · approval a1 · e1
12:00:02.000        2h  │  │  └─ wait for approval  approved by ann · 35.00 EUR · approval a1 · e1
12:00:02.200        2h  │  ├─ parked  e1
14:00:02.000     500ms  │  ├─ wait for a gateway  35.00 EUR · approval a1 · e1 · on gw1
14:00:02.500     500ms  │  ├─ effect shop.refund_order  done · allowed by approve · 35.00 EUR · verified · approval a1 · e1 · on gw1
14:00:03.000     200ms  │  ├─ wait for a worker  resumed · on w1
14:00:03.200     800ms  │  ├─ attempt support  resumed · concluded · on w1 · 900 tokens
14:00:04.100     500ms  │  └─ check
14:00:04.600            └─ goal ended  done-approved · CHECKED`,
    )
  })

  it('says what a goal waits for now, and until when', () => {
    const printed = printTree(wholeTrace(record(approvedStory.slice(0, 9))))
    expect(printed).to.include('11 spans, 2 under way')
    expect(printed).to.match(
      /12:00:02\.000 {6}open .*wait for approval {2}support-agent decides until 2026-11-22 16:00/,
    )
  })

  it('shows what failed, with its code', () => {
    const failed = record([...approvedStory.slice(0, 7), [60, story.attemptFailed('t2', 1, 2)]])
    expect(printTree(wholeTrace(failed))).to.match(/attempt support {2}FAILED LEASE_LOST · on w1/)
  })

  it('writes the day at each line of a trace that goes over midnight', () => {
    const long = record([...approvedStory.slice(0, 9), [86_400, story.granted()]])
    expect(printTree(wholeTrace(long))).to.match(/^11-22 12:00:00\.000 .*goal accepted/m)
    expect(printTree(wholeTrace(long))).to.match(/^11-23 12:00:00\.000 {6}open .*wait for a gateway/m)
  })

  it('lets nothing in a record steer a terminal', () => {
    const evil = record([[0, story.accepted({ source: 'x\u001b[2Jy\u202e' })]])
    expect(printTree(spansOf(evil))).to.match(/from x\[2Jy$/)
  })

  it('is nothing where nothing is', () => {
    expect(printTree([])).to.equal('')
  })

  it('writes durations in the two units that matter', () => {
    const times = [0, 40, 1500, 59_999, 60_000, 192_000, 7_500_000, 97_200_000]
    expect(times.map(formatDuration)).to.deep.equal([
      '',
      '40ms',
      '1.5s',
      '59.9s',
      '1m',
      '3m 12s',
      '2h 5m',
      '1d 3h',
    ])
  })
})
