import { expect } from 'chai'
import { goalIdOf } from './goal-id.ts'
import { Id } from './ids.ts'

describe('goal id', () => {
  it('is the same for the same account and id', () =>
    expect(goalIdOf('api', 'order-1042')).to.equal('g_e0cdc6c0185e1a5729226336'))
  it('differs between accounts', () => expect(goalIdOf('api', 'x')).not.to.equal(goalIdOf('local', 'x')))
  it('is one token of a subject, whatever the client wrote', () =>
    expect(Id.safeParse(goalIdOf('local', '../*.> "\n')).success).to.equal(true))
})
