import { expect } from 'chai'
import { given } from './given-for-test.ts'
import { accept, asking, at, claim, resolve } from './samples-for-test.ts'
import type { Told } from './told.ts'

const waiting = given([accept(), claim(), asking()])
const say = (over: Partial<Told> = {}): Told => ({
  type: 'Told',
  at: at(4),
  notice: 'n1',
  item: 'a1',
  stage: 'asked',
  person: 'bob',
  channel: 'mail',
  code: '',
  ...over,
})

describe('telling people', () => {
  it('is recorded, once', () => {
    const once = waiting.and(say())
    expect(once.log.at(-1)?.type).to.equal('PersonTold')
    expect(once.when(say()).types).to.deep.equal([])
    expect(once.when(say({ code: 'SMTP' })).types, 'a late failure').to.deep.equal([])
  })
  it('counts failures until it is delivered', () => {
    const twice = waiting.and(say({ code: 'SMTP' }), say({ code: 'SMTP', at: at(5) }))
    expect(twice.log.at(-1)?.data).to.deep.include({ attempt: 2, code: 'SMTP' })
    expect(twice.goal.told['n1']).to.deep.include({ attempts: 2, code: 'SMTP', at: at(5) })
    expect(twice.and(say()).goal.told['n1']).to.deep.include({ code: '' })
  })
  it('changes nothing else: no vote, no status', () => {
    const after = waiting.and(say()).goal
    const { told, version, updated, ...rest } = after
    const { told: _t, version: _v, updated: _u, ...before } = waiting.goal
    expect(rest).to.deep.equal(before)
    expect([Object.keys(told), version > 0, updated]).to.deep.equal([['n1'], true, at(4)])
  })
  it('of a goal that ended is nothing', () => {
    expect(waiting.and(resolve({ at: at(11) })).when(say({ at: at(12) })).types).to.deep.equal([])
  })
})
