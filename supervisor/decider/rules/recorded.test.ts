import { expect } from 'chai'
import { given } from '../given-for-test.ts'
import {
  accept,
  asking,
  at,
  byPerson,
  claim,
  claimEffect,
  decision,
  digest,
  eur,
  judgement,
  propose,
  result,
  tick,
} from '../samples-for-test.ts'
import { recorded } from './recorded.ts'

const running = given([accept(), claim()])
const waiting = running.and(asking())
const executing = running.and(propose())
const args = digest('args')
const failing = { status: 'failed' as const, verified: null, code: 'TOOL_FAILED' }
const again = (attempt: number) => propose({ approval: `a${attempt}` })

describe('rule: what the same id again gets', () => {
  it('judges anew what is not known, refused, expired, or failed fewer than three times', () => {
    const refused = running.and(propose({ judgement: judgement({ allow: false, code: 'NOT_ALLOWED' }) }))
    const expired = waiting.and(tick({ kind: 'approval-due', approval: 'a1' }, at(300)))
    const failed = executing.and(result(failing))
    for (const { goal } of [running, refused, expired, failed])
      expect(recorded(goal, 'e1', args)).to.deep.equal({ kind: 'anew', replaces: null })
  })
  it('says the rejection again, for good', () => {
    const rejected = waiting.and(decision({ decision: 'reject', note: digest('no') }))
    expect(recorded(rejected.goal, 'e1', args)).to.deep.equal({ kind: 'rejected', message: digest('no') })
  })
  it('waits with the same arguments, and replaces the request by one with others', () => {
    expect(recorded(waiting.goal, 'e1', args)).to.deep.equal({ kind: 'waiting' })
    expect(recorded(waiting.goal, 'e1', digest('other'))).to.deep.equal({ kind: 'anew', replaces: 'a1' })
  })
  it('waits for an edited call, whatever the agent says of its own', () => {
    const dear = judgement({ lowRisk: false, amount: eur('46.00') })
    const ledger = { ok: true as const, holder: 'h', warned: [], reservations: [] }
    const edit = { args: digest('edited'), judgement: dear, ledger }
    const edited = waiting.and(decision({ edit }))
    expect(edited.goal.approvals['a1']?.status, 'a second person is awaited').to.equal('open')
    expect(recorded(edited.goal, 'e1', args)).to.deep.equal({ kind: 'waiting' })
  })
  it('waits while it is authorised, executing, being settled, or unknown', () => {
    const settling = executing.and(tick({ kind: 'effect-lease', effect: 'e1', claim: 1 }, at(5)))
    const unknown = settling.and(claimEffect({ settles: 1, lookup: 'absent', judgement: judgement() }))
    expect(unknown.goal.effects['e1']?.status).to.equal('unknown')
    for (const { goal } of [waiting.and(decision()), executing, settling, unknown])
      expect(recorded(goal, 'e1', args)).to.deep.equal({ kind: 'waiting' })
  })
  it('gives the result of what is done, also by a person', () => {
    expect(recorded(executing.and(result()).goal, 'e1', args)).to.deep.equal({ kind: 'done' })
    expect(recorded(waiting.and(byPerson()).goal, 'e1', args)).to.deep.equal({ kind: 'done' })
  })
  it('judges no fourth time after three failures', () => {
    const spent = executing
      .and(result(failing), again(2), result({ ...failing, claim: 2 }))
      .and(again(3), result({ ...failing, claim: 3 }))
    expect(recorded(spent.goal, 'e1', args)).to.deep.equal({ kind: 'spent' })
  })
})
