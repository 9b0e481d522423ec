import { expect } from 'chai'
import type { Step } from '../../store/port.ts'
import { joinSteps } from './join-steps.ts'

const row = (content: unknown, more: Partial<Step> = {}): Step => ({
  id: 'r',
  task: 't1',
  attempt: 1,
  by: 'support',
  worker: 'w1',
  at: '2026-11-22T10:00:00.000Z',
  content,
  ...more,
})
const part = (text: string, at: number, parts: number, more: Partial<Step> = {}): Step =>
  row({ step: 's1', part: at, parts, text }, more)

describe('steps that came in parts', () => {
  it('are one again, whichever part came first, among those that were whole', () => {
    const rows = [row({ a: 1 }), part('1,2]', 1, 2), row({ b: 1 }), part('[', 0, 2)]
    const steps = joinSteps(rows)
    expect(steps.map(({ content }) => content)).to.deep.equal([{ a: 1 }, [1, 2], { b: 1 }])
    expect(steps[1]?.id).to.equal('s1')
  })

  it('are not mixed with those of another sender', () => {
    const rows = [part('[', 0, 2), part('"evil"]', 1, 2, { by: 'finance' })]
    expect(joinSteps(rows).map(({ content }) => content)).to.deep.equal([
      { fault: '1 of 2 parts came' },
      { fault: '1 of 2 parts came' },
    ])
  })

  it('say what is missing, and what is no JSON', () => {
    expect(joinSteps([part('[', 0, 3)])[0]?.content).to.deep.equal({ fault: '1 of 3 parts came' })
    expect(joinSteps([part('[', 0, 2), part('x', 1, 2)])[0]?.content).to.deep.equal({
      fault: 'the parts are not JSON',
    })
    expect(joinSteps([part('1', 0, 1_000_000_000)])[0]?.content).to.have.property('fault')
  })
})
