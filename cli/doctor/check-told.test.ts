import { expect } from 'chai'
import type { InboxItem } from '../../store/port.ts'
import { checkTold } from './check-told.ts'

const item = (id: string, untold?: number): InboxItem => ({
  id,
  kind: 'approval',
  goal: 'g',
  workflow: 'w',
  role: 'r',
  since: '',
  due: null,
  code: 'mode',
  amount: null,
  untold,
})
const found = (...items: InboxItem[]) => checkTold({ inbox: async () => items })

describe('doctor: telling people', () => {
  it('names what people could not be told of', async () => {
    expect(await found(item('a1'), item('a2', 1))).to.have.deep.nested.property('[0].state', 'warn')
    expect((await found(item('a1'), item('a2', 1)))[0]?.said)
      .to.contain('a2')
      .and.not.contain('a1')
  })
  it('is content where nobody waits in vain', async () => {
    expect((await found(item('a1')))[0]?.state).to.equal('ok')
  })
})
