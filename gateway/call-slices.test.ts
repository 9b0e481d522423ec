import { expect } from 'chai'
import type { AuthoriseAnswer, AuthoriseRequest, EffectResult } from '../contracts/tools.ts'
import type { Grant } from '../contracts/work.ts'
import { createCallSlices } from './call-slices.ts'

const grant: Grant = {
  goal: 'g1',
  task: 't1',
  attempt: 1,
  agent: 'support',
  worker: 'w1',
  workflow: 'refunds',
  read: [],
  write: [],
  until: '2026-11-22T12:00:00.000Z',
}
const slicesOn = (answers: AuthoriseAnswer[]) => {
  const asked: AuthoriseRequest[] = []
  const back: EffectResult[] = []
  const clock = { now: Date.parse('2026-11-22T11:00:00.000Z'), waits: 0 }
  const slices = createCallSlices({
    gateway: 'gw-1',
    ask: async (request) => {
      asked.push(request)
      return answers.shift() ?? { do: 'drop', code: 'OVER_BUDGET' }
    },
    publish: async (result) => void back.push(result),
    now: () => clock.now,
    wait: async (ms) => {
      clock.now += ms
      clock.waits += 1
    },
  })
  return { slices, asked, back, clock }
}
const granted = (calls: number): AuthoriseAnswer => ({
  do: 'calls',
  granted: calls,
  until: '2026-11-22T11:00:10.000Z',
})
const later: AuthoriseAnswer = { do: 'later', code: 'CALLS_OUT' }

describe('slices of tool calls', () => {
  it('ask once for five calls, and the same call asked again is no second one', async () => {
    const on = slicesOn([granted(5), granted(5)])
    for (const call of ['a', 'a', 'b', 'c', 'd', 'e']) await on.slices.take(grant, call)
    expect(on.asked).to.have.length(1)
    await on.slices.take(grant, 'f')
    expect(on.asked).to.have.length(2)
    on.slices.close()
    expect(on.back.map((result) => (result.kind === 'calls' ? result.used : null))).to.deep.equal([1])
  })
  it('wait for what other gateways may give back, under the same question', async () => {
    const on = slicesOn([later, later, granted(2)])
    await on.slices.take(grant, 'a')
    expect(on.clock.waits).to.equal(2)
    expect(new Set(on.asked.map((request) => ('id' in request ? request.id : ''))).size).to.equal(1)
    on.slices.close()
  })
  it('are refused where nothing came back, and at once where the budget is spent', async () => {
    const never = slicesOn(Array.from({ length: 40 }, () => later))
    const [waited] = await Promise.allSettled([never.slices.take(grant, 'a')])
    expect(waited).to.have.nested.property('reason.code', 'CALLS_OUT')
    const spent = slicesOn([])
    const [refused] = await Promise.allSettled([spent.slices.take(grant, 'a')])
    expect(refused).to.have.nested.property('reason.code', 'OVER_BUDGET')
    expect(spent.clock.waits).to.equal(0)
  })
})
