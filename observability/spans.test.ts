import { expect } from 'chai'
import fc from 'fast-check'
import { eventSchemas, readGoalEvent, type GoalEvent } from '../contracts/events.ts'
import { currentVersion } from '../contracts/upcasters.ts'
import { attributes as a } from './attributes.ts'
import * as story from './record-for-test.ts'
import type { Span } from './span.ts'
import { newSpans, spansOf, wholeTrace } from './spans.ts'
import { treeFaults } from './tree-faults-for-test.ts'

const { record, at } = story
const named = (spans: Span[], name: string): Span => {
  const found = spans.filter((span) => span.name === name)
  if (found.length !== 1) throw new Error(`${found.length} spans are named ${name}`)
  return found[0]!
}
const names = (spans: Span[]): string[] => spans.map(({ name }) => name)
const begun: [number, GoalEvent][] = story.approvedStory.slice(0, 7)

describe('spans of a goal', () => {
  const spans = spansOf(record(story.approvedStory))

  it('are one tree under the root that the record named at acceptance', () => {
    expect(treeFaults(spans)).to.deep.equal([])
    const root = named(spans, 'goal accepted')
    expect(root).to.include({ trace: story.trace, id: story.rootSpan, parent: null, root: true, end: at(0) })
    expect(spans.filter((span) => span.root)).to.have.length(1)
  })

  it("hang under the caller's span where the client sent a traceparent", () => {
    const caller = 'b7ad6b7169203331'
    const joined = spansOf(record([[0, story.accepted({ span: `${story.rootSpan}<${caller}` })]]))
    expect(joined[0]).to.include({ id: story.rootSpan, parent: caller, root: true })
  })

  it('have ids of their own where the record has none that W3C Trace Context allows', () => {
    const [first] = record([[0, story.accepted({ span: 'none' })]])
    const strange = spansOf([
      { ...first!, meta: { ...first!.meta, traceparent: `00-${'0'.repeat(32)}-x-01` } },
    ])
    expect(strange[0]?.trace)
      .to.match(/^[0-9a-f]{32}$/)
      .and.not.match(/^0+$/)
    expect(treeFaults(strange)).to.deep.equal([])
  })

  it('tell each wait from its cause to its end, with who ended it', () => {
    const wait = named(spans, 'wait for approval')
    expect(wait).to.include({ start: at(2), end: at(7202), status: 'ok' })
    expect(wait.attributes).to.include({
      [a.person]: 'ann',
      [a.decision]: 'approved',
      [a.rule]: 'risk,always_over',
      [a.approval]: 'a1',
      [a.amount]: '35.00',
      [a.currency]: 'EUR',
    })
    expect(named(spans, 'parked')).to.include({ start: at(2.2), end: at(7203) })
    expect(named(spans, 'wait for a gateway')).to.include({ start: at(7202), end: at(7202.5) })
  })

  it('tell each stay of a task at a worker, and what ended it', () => {
    const attempts = spans.filter(({ name }) => name === 'attempt support')
    expect(attempts.map((span) => [span.start, span.end, span.attributes[a.outcome]])).to.deep.equal([
      [at(1.1), at(2.2), 'parked'],
      [at(7203.2), at(7204), 'concluded'],
    ])
    expect(attempts[0]?.attributes).to.include({ [a.worker]: 'w1', 'gen_ai.agent.name': 'support' })
  })

  it('tell by which rule an effect ran and whether the system confirmed it', () => {
    const effect = named(spans, 'effect shop.refund_order')
    expect(effect).to.include({ start: at(7202.5), end: at(7203), status: 'ok', kind: 'client' })
    expect(effect.attributes).to.include({
      [a.decision]: 'allowed',
      [a.rule]: 'approve',
      [a.verified]: true,
      'gen_ai.tool.call.id': 'e1',
      [a.workflow]: 'refunds',
    })
  })

  it('name the approval that a goal waits for as soon as it is asked, not when it is over', () => {
    const waiting = spansOf(record(story.approvedStory.slice(0, 9)))
    expect(names(waiting)).to.include('asked shop.refund_order').and.not.include('wait for approval')
    expect(named(spans, 'wait for approval').parent).to.equal(named(waiting, 'asked shop.refund_order').id)
  })

  it('have one task each side of a handoff', () => {
    const handed = spansOf(
      record([
        ...begun,
        [3, story.outcome('t2', 'handoff')],
        [3, story.handedOff('t2', 'finance', 't3')],
        [3, story.assigned('t3', 'finance', 't2')],
      ]),
    )
    const handoff = named(handed, 'handoff finance.work@1')
    expect(handoff.parent).to.equal(named(handed, 'task support').id)
    expect(handoff.attributes).to.include({
      [a.handoffFrom]: 'support',
      [a.handoffTo]: 'finance',
      [a.handoffContract]: 'finance.work@1',
    })
    expect(named(handed, 'task finance').attributes[a.handoffFrom]).to.equal('support')
  })

  it('end the attempt of a killed worker as failed and tell how long the next one was waited for', () => {
    const killed = spansOf(
      record([...begun, [60, story.attemptFailed('t2', 1, 2)], [75, story.started('t2', 'support', 2)]]),
    )
    expect(named(killed, 'attempt support')).to.include({ end: at(60), status: 'error', code: 'LEASE_LOST' })
    const waits = killed.filter(({ name }) => name === 'wait for a worker')
    expect(waits.at(-1)).to.include({ start: at(60), end: at(75) })
    expect(waits.at(-1)?.attributes[a.attempt]).to.equal(2)
  })

  it('keep the outcome of an old attempt apart from the attempt that runs', () => {
    const late = spansOf(record([...begun, [5, story.outcome('t2', 'concluded', { late: true })]]))
    expect(names(late)).to.include('outcome too late').and.not.include('attempt support')
  })

  it('tell a refusal with its rule, at the moment when it was made', () => {
    const refused = named(spansOf(record([...begun, [2, story.effectRefused]])), 'refused shop.refund_order')
    expect(refused).to.include({ start: at(2), end: at(2), code: 'NOT_ALLOWED' })
    expect(refused.attributes).to.include({ [a.decision]: 'refused', [a.rule]: 'NOT_ALLOWED' })
  })

  it('tell an unclear effect, its settling, and who found out', () => {
    const unknown = spansOf(
      record([
        ...begun,
        [2, story.effectStarted()],
        [32, story.settling],
        [33, story.effectUnknown],
        [33, story.escalated('NOT_PROVEN')],
        [3600, story.byPerson],
        [3700, story.resumed('t3')],
      ]),
    )
    expect(named(unknown, 'effect shop.refund_order')).to.include({ end: at(32), code: 'LEASE_OVER' })
    expect(named(unknown, 'settle shop.refund_order')).to.include({ end: at(33), status: 'error' })
    expect(named(unknown, 'effect by person shop.refund_order').attributes[a.person]).to.equal('ann')
    expect(named(unknown, 'wait for a person')).to.include({ start: at(33), end: at(3700) })
    expect(named(unknown, 'attempt support').attributes[a.outcome]).to.equal('taken over')
    expect(treeFaults(unknown)).to.deep.equal([])
  })

  it('go on waiting under the new approval when an older one of the same effect is void', () => {
    const replaced = wholeTrace(
      record([
        ...story.approvedStory.slice(0, 9),
        [10, story.approvalRequested('a2')],
        [10, story.voided('a1', 'ALLOWED_ANEW')],
      ]),
    )
    expect(replaced.filter(({ end }) => end === null).map(({ name }) => name)).to.have.members([
      'parked',
      'wait for approval',
    ])
  })

  it('no longer wait for a gateway once an approved call is judged anew', () => {
    const anew = wholeTrace(
      record([
        ...begun,
        [2, story.approvalRequested()],
        [3, story.granted()],
        [4, story.approvalRequested('a2')],
        [9, story.granted('a2')],
      ]),
    )
    const waits = anew.filter(({ name }) => name === 'wait for a gateway')
    expect(waits.map(({ start, end }) => [start, end])).to.deep.equal([
      [at(3), at(4)],
      [at(9), null],
    ])
  })

  it('show one vote of two at once, and end the wait with the second', () => {
    const two: [number, GoalEvent][] = [
      ...begun,
      [2, story.approvalRequested('a1', 2)],
      [3, story.granted('a1', 'ann', false)],
    ]
    expect(named(spansOf(record(two)), 'approval vote').attributes[a.person]).to.equal('ann')
    const both = spansOf(record([...two, [9, story.granted('a1', 'bob')]]))
    expect(named(both, 'wait for approval')).to.include({ end: at(9) })
    expect(named(both, 'wait for approval').attributes[a.person]).to.equal('bob')
  })

  it('leave nothing under way behind the end of a goal', () => {
    const open = (events: [number, GoalEvent][]) =>
      wholeTrace(record(events)).filter(({ end }) => end === null)
    expect(open(story.approvedStory.slice(0, 9))).to.not.deep.equal([])
    expect(open(story.approvedStory)).to.deep.equal([])
    expect(
      open([...begun, [2, story.escalated('ASKED')], [3, story.ended({ code: 'RESOLVED' })]]),
    ).to.deep.equal([])
  })

  it('are none for a record without an accepted goal', () => {
    expect(spansOf([])).to.deep.equal([])
    expect(spansOf(record([[0, story.routed]]))).to.deep.equal([])
  })

  it('carry no text that a worker or gateway chose, and no name out of a budget key', () => {
    const hostile = 'my card number is 4111 1111 1111 1111'
    const text = JSON.stringify(
      spansOf(
        record([
          ...begun,
          [
            2,
            { type: 'EffectFailed', data: { effect: 'e1', claim: 1, code: hostile, message: story.digest } },
          ],
          [
            3,
            { type: 'AttemptFailed', data: { task: 't2', attempt: 1, code: hostile, next: 2, used: null } },
          ],
          [
            4,
            {
              type: 'BudgetWarned',
              data: { key: 'customer:jo@example.com', kind: 'money_moved', percent: 80 },
            },
          ],
        ]),
      ),
    )
    expect(text).to.not.include('4111').and.not.include('example.com')
    expect(text).to.include('OTHER')
  })

  it('hold no digest: what it stands for is content, and its address is nobody else’s', () => {
    expect(JSON.stringify(spans)).to.not.include(story.digest)
  })
})

describe('spans that are new with a commit', () => {
  const events = record(story.approvedStory)

  it('are each exported once over all commits, and again the same on a repeat', () => {
    const commits = events.map((_, index) => newSpans(index, events.slice(0, index + 1)))
    expect(commits.flat()).to.deep.equal(spansOf(events))
    expect(newSpans(9, events.slice(0, 10))).to.deep.equal(commits[9])
  })
})

const pool = (...ids: string[]) => fc.constantFrom(...ids)
/** Every event at any time with ids from small sets: nonsense too, since a trace must be whole whatever was recorded. */
const anyEvent: fc.Arbitrary<GoalEvent> = fc
  .record({
    task: pool('t1', 't2', 't3'),
    effect: pool('e1', 'e2'),
    approval: pool('a1', 'a2'),
    flag: fc.boolean(),
  })
  .chain(({ task, effect, approval, flag }) => {
    const fit = (event: GoalEvent): GoalEvent => {
      const { data } = event
      const ids = {
        ...('task' in data && data.task !== null ? { task } : {}),
        ...('effect' in data && data.effect !== null ? { effect } : {}),
        ...('approval' in data && data.approval !== null ? { approval } : {}),
        ...('complete' in data ? { complete: flag } : {}),
        ...('late' in data ? { late: flag } : {}),
        ...('waiting' in data ? { waiting: [effect] } : {}),
      }
      const [one] = record([[0, event]])
      const read = readGoalEvent({
        ...one!.meta,
        type: event.type,
        v: currentVersion(event.type),
        data: { ...data, ...ids },
      })
      const { meta: _, ...fitted } = read
      return fitted
    }
    return pool(...Object.keys(samples)).map((type) => fit(samples[type]!))
  })

const samples: Record<string, GoalEvent> = Object.fromEntries(
  [
    ...story.approvedStory.map(([, event]) => event),
    story.handedOff('t1', 'finance', 't2'),
    story.attemptFailed('t1', 1, 2),
    story.effectRefused,
    story.rejected,
    story.voided(),
    story.settling,
    story.effectUnknown,
    story.byPerson,
    story.escalated('ASKED'),
    story.resumed('t3'),
    { type: 'TaskUnclaimed', data: { task: 't1', attempt: 1, agent: 'support' } } as const,
    { type: 'CheckFailed', data: { check: 1, task: 't1', code: 'X', reason: story.digest } } as const,
    { type: 'EffectFailed', data: { effect: 'e1', claim: 1, code: 'X', message: story.digest } } as const,
    { type: 'EffectAllowedAgain', data: { effect: 'e1', person: 'ann', ordinal: 2, note: null } } as const,
    { type: 'ApprovalReminded', data: { approval: 'a1', role: 'r' } } as const,
    { type: 'EscalationReminded', data: { role: 'r', number: 1 } } as const,
    ...story.delegation,
    {
      type: 'ApprovalRerouted',
      data: { approval: 'a1', then: 'reroute', from: 'r', role: 's', remind: null, due: at(9) },
    } as const,
    {
      type: 'EffectDeferred',
      data: { effect: 'e1', approval: 'a1', key: 'company', until: at(9), due: at(10) },
    } as const,
    { type: 'EffectOrdered', data: { effect: 'e1' } } as const,
    {
      type: 'PersonTold',
      data: { notice: 'n1', item: 'a1', stage: 'asked', person: 'ann', channel: 'mail' },
    } as const,
    {
      type: 'TellingFailed',
      data: {
        notice: 'n1',
        item: 'a1',
        stage: 'asked',
        person: 'ann',
        channel: 'mail',
        code: 'SMTP',
        attempt: 1,
      },
    } as const,
    {
      type: 'ApprovalEdited',
      data: {
        approval: 'a1',
        person: 'ann',
        args: story.digest,
        amount: null,
        votes: 1,
        separate: false,
        ...story.unheld,
      },
    } as const,
    {
      type: 'ResultLate',
      data: { effect: 'e1', claim: 1, gateway: 'gw', status: 'done', content: story.digest },
    } as const,
    {
      type: 'ToppedUp',
      data: { person: 'ann', kind: 'tokens', currency: '', amount: '5', note: story.digest },
    } as const,
    { type: 'BudgetWarned', data: { key: 'goal:g', kind: 'cost', percent: 80 } } as const,
    { type: 'BudgetExhausted', data: { key: 'goal:g', kind: 'cost', asked: '1', left: '0' } } as const,
    {
      type: 'BudgetDrawn',
      data: { task: 't1', attempt: 1, ...story.unheld, tokens: 1, cost: 1, calls: 0 },
    } as const,
    {
      type: 'BudgetSettled',
      data: { task: 't1', attempt: 1, holder: 'h', tokens: 1, cost: 1, calls: 0 },
    } as const,
    { type: 'Resolved', data: { person: 'ann', note: story.digest, class: 'by-person' } } as const,
    { type: 'CancelRequested', data: { person: 'ann', note: null } } as const,
    { type: 'DeadlinePassed', data: { deadline: at(0) } } as const,
    { type: 'CommandRefused', data: { command: 'c', kind: 'cancel', person: 'ann', code: 'X' } } as const,
    { type: 'Flagged', data: { person: 'ann', note: story.digest } } as const,
    { type: 'ReviewDrawn', data: { share: 500, drawn: true, proof: 'p' } } as const,
    { type: 'Reviewed', data: { person: 'ann', verdict: 'right', note: null } } as const,
    { type: 'EffectReversed', data: { effect: 'e1', person: 'ann', reference: story.digest } } as const,
    { type: 'TimeSpent', data: { person: 'ann', kind: 'Decide', about: null, ms: 1 } } as const,
  ].map((event) => [event.type, event]),
)

const anyStory = fc
  .array(fc.tuple(fc.integer({ min: -50, max: 5000 }), anyEvent), { maxLength: 60 })
  .map((rest) => record([[0, story.accepted()], ...rest]))

describe('spans of any record', () => {
  it('have a sample of every event that there is', () => {
    expect(Object.keys(samples)).to.have.members(Object.keys(eventSchemas))
  })

  it('are one tree at every prefix: what has been exported never waits for a parent', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        for (let length = 1; length <= events.length; length += 1)
          expect(treeFaults(spansOf(events.slice(0, length)))).to.deep.equal([])
        expect(treeFaults(wholeTrace(events))).to.deep.equal([])
      }),
      { numRuns: 150 },
    )
  })

  it('never change once they ended, however the record goes on', () => {
    fc.assert(
      fc.property(anyStory, fc.nat(60), (events, cut) => {
        const early = spansOf(events.slice(0, cut + 1))
        expect(spansOf(events).slice(0, early.length)).to.deep.equal(early)
      }),
      { numRuns: 150 },
    )
  })

  it('keep the id that they had while they were under way', () => {
    fc.assert(
      fc.property(anyStory, fc.nat(60), (events, cut) => {
        const ids = new Set(wholeTrace(events).map(({ id }) => id))
        for (const { id } of wholeTrace(events.slice(0, cut + 1))) expect(ids.has(id)).to.equal(true)
      }),
      { numRuns: 100 },
    )
  })
})
