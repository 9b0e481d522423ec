import { expect } from 'chai'
import { compiled, refunds, sampleFiles } from './sample-policy.ts'
import { capsOfWhole, sharedCaps } from './shared-caps.ts'

const counts = { handoffs: 8, toolCalls: 31, attempts: null }
const twoWorkflows = async () => {
  const files = await sampleFiles()
  const text = files[refunds] ?? ''
  const larger = text
    .replace('name: refunds-under-50', 'name: larger')
    .replace('money_moved: 50 EUR', 'money_moved: 70 EUR')
    .replace('tokens: 40000', 'tokens: 30000')
  return compiled({ ...files, 'workflows/larger.yaml': larger })
}

describe('the caps that parts of a split goal share', () => {
  it('are of each kind the largest that one of them has alone', async () => {
    const policy = await twoWorkflows()
    const parts = ['refunds-under-50', 'larger'].map((workflow) => ({ workflow, counts }))
    const { together } = sharedCaps(policy, parts)
    expect(together).to.deep.include.members([
      { kind: 'money_moved', money: { amount: '70.00', currency: 'EUR' } },
      { kind: 'tokens', count: 40_000 },
    ])
    expect(new Set(together.map(({ kind }) => kind)).size).to.equal(together.length)
  })
  it('share out evenly what is counted in the log of each', async () => {
    const policy = await twoWorkflows()
    const parts = ['refunds-under-50', 'larger'].map((workflow) => ({ workflow, counts }))
    expect(sharedCaps(policy, parts).each).to.deep.equal({ handoffs: 4, toolCalls: 15, attempts: null })
  })
  it('stand in one document of the whole', async () => {
    const policy = await twoWorkflows()
    const caps = sharedCaps(policy, [
      { workflow: 'larger', counts },
      { workflow: 'larger', counts },
    ])
    const keys = capsOfWhole({ goal: 'g_1', caps })
    expect(keys.length).to.equal(caps.together.length).and.to.be.above(1)
    expect(new Set(keys.map(({ key, period }) => `${key} ${period}`))).to.deep.equal(
      new Set(['goal:g_1 goal']),
    )
    expect(capsOfWhole(null)).to.deep.equal([])
  })
})
