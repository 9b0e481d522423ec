import { expect } from 'chai'
import { people } from '../samples-for-test.ts'
import { actsAs } from './acts-as.ts'

const asked = { role: 'support-agent', separate: true, chain: ['ann'], voters: Array<string>() }
const deputyOf = (...ids: string[]) => ({
  ...people.emil,
  standsFor: ids.map((id) => ({ id, roles: ['support-agent'] })),
})

describe('rule: acts as', () => {
  it('is by a role of their own wherever they have it', () => {
    expect(actsAs({ ...people.bob, standsFor: [{ id: 'cleo', roles: ['support-agent'] }] }, asked)).to.equal(
      null,
    )
  })
  it('is by the role of somebody who is away', () => {
    expect(actsAs(deputyOf('cleo'), asked)).to.equal('cleo')
  })
  it('is by nobody for who is nobody’s deputy, or of somebody without the role', () => {
    expect(actsAs(people.emil, asked)).to.equal(undefined)
    const other = { ...people.emil, standsFor: [{ id: 'cleo', roles: ['lead'] }] }
    expect(actsAs(other, asked)).to.equal(undefined)
  })
  it('is never by the role of who asked, where it is separate', () => {
    expect(actsAs(deputyOf('ann'), asked)).to.equal(undefined)
    expect(actsAs(deputyOf('ann', 'cleo'), asked)).to.equal('cleo')
    expect(actsAs(deputyOf('ann'), { ...asked, separate: false })).to.equal('ann')
  })
  it('is never by the role of who voted already: one authority is one vote', () => {
    expect(actsAs(deputyOf('cleo'), { ...asked, voters: ['cleo'] })).to.equal(undefined)
  })
})
