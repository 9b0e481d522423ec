import { expect } from 'chai'
import type { GoalEvent } from '../../contracts/events.ts'
import { judgeRun } from './oracle.ts'
import { figures, type Evidence, type Figure } from './oracle/evidence.ts'
import { refundOf, rowOf, soundRun } from './oracle/sound-run.fixture.ts'
import { approvedRefund, logOf, smallRefund, startedOf } from './oracle/told-events.fixture.ts'

const small = smallRefund()
const large = approvedRefund()

/** The figures that are not 0, with what was said. */
const seen = (evidence: Evidence): Partial<Record<Figure, string[]>> => {
  const findings = judgeRun(evidence)
  return Object.fromEntries(
    figures.flatMap((figure) => (findings[figure].length > 0 ? [[figure, findings[figure]]] : [])),
  )
}
const run = (changed: Partial<Evidence>): Evidence => ({ ...soundRun(), ...changed })
const withLog = (goal: string, events: GoalEvent[]): Evidence => {
  const sound = soundRun()
  return { ...sound, logs: new Map([...sound.logs, [goal, logOf(goal, events)]]) }
}
const smallLog = (...middle: GoalEvent[]): Evidence =>
  withLog(small.goal, [...small.before, ...middle, ...small.after])
const largeLog = (...middle: GoalEvent[]): Evidence =>
  withLog(large.goal, [...large.before, ...middle, large.started, large.done, ...large.after])

describe('the oracle', () => {
  it('finds nothing where client, record, ledger and systems agree', () => {
    expect(seen(soundRun())).to.deep.equal({})
  })

  describe('lost', () => {
    it('sees a goal that was acknowledged and is in no log', () => {
      const found = seen(run({ acknowledged: [...soundRun().acknowledged, 'g_gone'] }))
      expect(found).to.have.all.keys('lost')
      expect(found.lost).to.deep.equal(['g_gone was acknowledged and is not in the record'])
    })

    it('sees a goal that stands still with nobody at it', () => {
      const found = seen(withLog(small.goal, [...small.before, small.started, small.done]))
      expect(found).to.have.all.keys('lost')
    })

    it('lets a goal wait whose approval is open', () => {
      const sound = soundRun()
      const events = [...large.before, large.asked]
      const waiting = {
        ...sound,
        logs: new Map([...sound.logs, [large.goal, logOf(large.goal, events)]]),
        journal: sound.journal.filter(({ key }) => key !== large.call.effect),
        refunds: sound.refunds.filter(({ reference }) => reference !== large.call.effect),
        ledger: sound.ledger.map((line) =>
          line.key === `goal:${large.goal}` ? { ...line, used: 0n, held: 3500n } : line,
        ),
      }
      expect(seen(waiting)).to.deep.equal({})
    })
  })

  describe('doubled', () => {
    it('sees two journal rows with the key of one effect', () => {
      const { journal } = soundRun()
      const found = seen(run({ journal: [...journal, rowOf(small.call.effect, '1101', 15)] }))
      expect(found).to.have.all.keys('doubled')
      expect(found.doubled).to.have.length(1)
    })

    it('sees one goal that gave money back twice for one order under two effects', () => {
      const second = { ...small.call, effect: 'e_second' }
      const events = [small.started, small.done, startedOf(small.goal, second)]
      const done: GoalEvent = {
        ...small.done,
        type: 'EffectDone',
        data: { ...doneData(), effect: 'e_second' },
      }
      const sound = smallLog(...events, done)
      const found = seen({
        ...sound,
        journal: [...sound.journal, rowOf('e_second', '1101', 15)],
        refunds: [...sound.refunds, refundOf('e_second', '1101', 1500n)],
        ledger: sound.ledger.map((line) =>
          line.key === `goal:${small.goal}` ? { ...line, used: 3000n } : line,
        ),
      })
      expect(found).to.have.all.keys('doubled')
    })

    it('does not count the gateway’s probe of a key', () => {
      const { journal } = soundRun()
      expect(seen(run({ journal: [...journal, rowOf('probe-1', 'sandbox-1', 0.01)] }))).to.deep.equal({})
    })
  })

  describe('unauthorised', () => {
    const strange = (row: ReturnType<typeof rowOf>) => {
      const sound = soundRun()
      return seen({ ...sound, journal: [...sound.journal, row] })
    }

    it('sees a row of which the record knows nothing', () => {
      expect(strange(rowOf('e_nobody', '1101', 5)).unauthorised).to.deep.equal([
        'shop.refund_order with the key e_nobody: no EffectStarted before it',
      ])
    })

    it('sees a row without a key', () => {
      expect(strange({ ...rowOf('', '1101', 5), key: null }).unauthorised).to.have.length(1)
    })

    it('sees a call that ran with other arguments than were judged', () => {
      const journal = [rowOf(small.call.effect, '1102', 15), rowOf(large.call.effect, '1150', 35)]
      const found = seen(run({ journal }))
      expect(found.unauthorised?.[0]).to.contain('other arguments')
    })

    it('sees a call that happened before its claim was in the record', () => {
      const { journal } = soundRun()
      const early = journal.map((row) => ({ ...row, at: '2026-11-22T09:00:02.000Z' }))
      expect(seen(run({ journal: early })).unauthorised).to.have.length(2)
    })

    it('sees a call that nobody approved and that is not low-risk', () => {
      const found = seen(smallLog(startedOf(small.goal, small.call, { lowRisk: false }), small.done))
      expect(found.unauthorised?.[0]).to.contain('not low-risk')
    })

    it('sees an amount that may not move alone, whatever the record calls it', () => {
      const started = { ...large.started, data: { ...large.started.data, approval: null, lowRisk: true } }
      const evidence = withLog(large.goal, [...large.before, started, large.done, ...large.after])
      expect(seen(evidence).unauthorised?.[0]).to.contain('not small')
    })

    it('sees an order that was shipped too long ago', () => {
      const { orders } = soundRun()
      const old = [...orders].map(
        ([id, order]) => [id, { ...order, shippedAt: '2026-10-01T09:00:00.000Z' }] as const,
      )
      expect(seen(run({ orders: new Map(old) })).unauthorised).to.have.length(2)
    })

    it('sees an approval that is not complete, by somebody over their limit, void, or of another call', () => {
      const code = (evidence: Evidence): string => seen(evidence).unauthorised?.[0] ?? ''
      expect(code(largeLog(large.asked))).to.contain('not complete')
      expect(code(largeLog(large.asked, large.granted('operator', false)))).to.contain('not complete')
      expect(code(largeLog(large.asked, large.granted('nobody')))).to.contain('may not approve this amount')
      const voided: GoalEvent = {
        type: 'ApprovalVoid',
        data: { approval: large.approval, effect: large.call.effect, code: 'HALTED', fact: null },
      }
      expect(code(largeLog(large.asked, large.granted('operator'), voided))).to.contain('void')
      const edited: GoalEvent = {
        type: 'ApprovalEdited',
        data: {
          approval: large.approval,
          person: 'operator',
          args: '1'.repeat(64),
          amount: { amount: '35.00', currency: 'EUR' },
          votes: 1,
          separate: false,
          holder: '',
          reservations: [],
        },
      }
      expect(code(largeLog(large.asked, edited, large.granted('operator')))).to.contain('another call')
    })
  })

  describe('budget drift', () => {
    it('sees a ledger that says other than the logs', () => {
      const { ledger } = soundRun()
      const more = ledger.map((line, index) => (index === 0 ? { ...line, held: 1500n } : line))
      expect(seen(run({ ledger: more }))['budget drift']).to.have.length(1)
      expect(seen(run({ ledger: ledger.slice(1) }))['budget drift']).to.have.length(1)
    })

    it('sees tokens that nobody spent', () => {
      const { ledger } = soundRun()
      const tokens = {
        key: 'company',
        kind: 'tokens',
        currency: '',
        period: 'day',
        day: '2026-11-22',
      } as const
      expect(
        seen(run({ ledger: [...ledger, { ...tokens, used: 1n, held: 0n }] }))['budget drift'],
      ).to.have.length(1)
    })

    it('sees a cap that was passed in the shop, whatever the ledger says', () => {
      const { limits } = soundRun()
      const caps = { goal: 3000n, customer: 10_000n, workflow: 4000n }
      const found = seen(run({ limits: { ...limits, caps } }))['budget drift']
      expect(found).to.have.length(2)
    })
  })

  describe('audit gaps', () => {
    const gaps = (changed: Partial<Evidence>): string[] => seen(run(changed))['audit gaps'] ?? []

    it('sees a version that is missing', () => {
      const { logs } = soundRun()
      const cut = (logs.get(small.goal) ?? []).filter(({ type }) => type !== 'OutcomeReceived')
      expect(gaps({ logs: new Map([...logs, [small.goal, cut]]) })).to.have.length(1)
    })

    it('sees an event without a cause', () => {
      const { logs } = soundRun()
      const bare = (logs.get(small.goal) ?? []).map((event) => ({ ...event, cause: '' }))
      expect(gaps({ logs: new Map([...logs, [small.goal, bare]]) })).to.have.length(bare.length)
    })

    it('passes on what the check of the chain finds', () => {
      expect(gaps({ faults: [{ log: 'g_small', message: 'Its hash does not fit.' }] })).to.have.length(1)
    })

    it('sees a log that cannot be replayed', () => {
      const { logs } = soundRun()
      const headless = (logs.get(small.goal) ?? []).slice(1)
      expect(gaps({ logs: new Map([...logs, [small.goal, headless]]) }).join(' ')).to.contain(
        'cannot be replayed',
      )
    })

    it('sees what happened in a system and did not in the record', () => {
      const failed: GoalEvent = {
        type: 'EffectFailed',
        data: { effect: small.call.effect, claim: 1, code: 'TOOL_FAILED', message: 'a'.repeat(64) },
      }
      expect(seen(smallLog(small.started, failed))['audit gaps']?.[0]).to.contain('the record says failed')
    })

    it('sees what is done in the record and in no system', () => {
      const { journal } = soundRun()
      expect(gaps({ journal: journal.filter(({ key }) => key !== small.call.effect) })).to.deep.equal([
        `${small.call.effect} of ${small.goal} is done in the record and nowhere else`,
      ])
    })

    it('sees an effect that stands under way when nobody works any more', () => {
      const found = seen(withLog(small.goal, [...small.before, small.started]))
      expect(found['audit gaps']?.join(' ')).to.contain('stands executing with nobody at work')
    })

    it('sees an effect that was claimed again while its first claim stood', () => {
      const second = startedOf(small.goal, small.call, { claim: 2 })
      const found = seen(smallLog(small.started, second, small.done))
      expect(found['audit gaps']).to.deep.equal(['claim 2 of e_small began while claim 1 stood'])
    })

    it('sees a goal that ended while an effect of it is unknown', () => {
      const unknown: GoalEvent = {
        type: 'EffectUnknown',
        data: { effect: small.call.effect, claim: 1, code: 'NOT_PROVEN' },
      }
      expect(seen(smallLog(small.started, unknown))['audit gaps']?.[0]).to.contain('ended while')
    })

    it('sees a key that is held for an effect that is over or never was', () => {
      const held = (effect: string) => ({
        tool: 'shop.refund_order',
        key: '["1101"]',
        goal: small.goal,
        effect,
      })
      expect(gaps({ keys: [held(small.call.effect)] })).to.have.length(1)
      expect(gaps({ keys: [held('e_never')] })).to.have.length(1)
    })
  })
})

function doneData() {
  if (small.done.type !== 'EffectDone') throw new Error('the fixture has changed')
  return small.done.data
}
