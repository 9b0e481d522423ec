import { expect } from 'chai'
import { codeOf } from './code-of.fixture.ts'
import { joinParts } from './join-parts.ts'

const part = (text: string, place: number, parts: number, id = 's1') => ({
  v: 1 as const,
  id,
  goal: 'g1',
  task: 't1',
  attempt: 1,
  worker: 'w1',
  part: place,
  parts,
  text,
})
const limits = { patienceMs: 1000, most: 10 }

describe('the parts of a step', () => {
  it('are one text once all are there, in whatever order and however often they come', () => {
    const join = joinParts(limits)
    expect(join('support', part('c', 2, 3), 0)).to.equal(null)
    expect(join('support', part('a', 0, 3), 0)).to.equal(null)
    expect(join('support', part('a', 0, 3), 0)).to.equal(null)
    expect(join('support', part('b', 1, 3), 0)).to.equal('abc')
    expect(join('support', part('whole', 0, 1), 0)).to.equal('whole')
  })

  it('of one sender are not those of another, whatever id they bear', () => {
    const join = joinParts(limits)
    join('gateway', part('a', 0, 2), 0)
    expect(join('support', part('evil', 1, 2), 0)).to.equal(null)
    expect(join('gateway', part('b', 1, 2), 0)).to.equal('ab')
  })

  it('are dropped when the rest does not come in time', () => {
    const join = joinParts(limits)
    join('support', part('a', 0, 2), 0)
    expect(join('support', part('b', 1, 2), 1001)).to.equal(null)
  })

  it('fill no memory, and push out no other sender', () => {
    const join = joinParts(limits)
    join('gateway', part('a', 0, 2), 0)
    join('support', part('123456', 0, 2, 'first'), 0)
    join('support', part('123456', 0, 2, 'second'), 0)
    expect(join('support', part('x', 1, 2, 'first'), 0)).to.equal(null)
    expect(join('gateway', part('b', 1, 2), 0)).to.equal('ab')
  })

  it('are refused where one is none of its step', () => {
    const join = joinParts(limits)
    expect(codeOf(() => join('support', part('a', 2, 2), 0))).to.equal('SCHEMA')
  })
})
