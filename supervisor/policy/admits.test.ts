import { expect } from 'chai'
import { admits } from './admits.ts'
import { compiled, refunds, sampleFiles } from './sample-policy.ts'

const workflow = async (admit: string) => {
  const files = await sampleFiles()
  const text = (files[refunds] ?? '').replace(/^admit: .*$/m, admit)
  return (
    compiled({ ...files, [refunds]: text }).workflows.get('refunds-under-50') ??
    expect.fail('no such workflow')
  )
}
const arrival = { source: 'local', requester: 'x', payload: { amount: 30, kind: 'refund', text: 'x' } }

describe('admission', () => {
  it('is what the workflow says of source, requester and payload', async () => {
    const shipped = await workflow('admit: \'source in ["local", "api"]\'')
    expect(admits(shipped, arrival)).to.deep.equal({ ok: true, value: true })
    expect(admits(shipped, { ...arrival, source: 'mail', named: true })).to.deep.equal({
      ok: true,
      value: false,
    })
    const other = await workflow(
      'admit: \'requester == "x" && payload.amount < 31 && payload.kind in ["refund"]\'',
    )
    expect(admits(other, arrival)).to.deep.equal({ ok: true, value: true })
    expect(admits(other, { ...arrival, payload: { ...arrival.payload, amount: 30.5 } })).to.have.property(
      'value',
      true,
    )
    expect(admits(other, { ...arrival, payload: { ...arrival.payload, amount: 31 } })).to.have.property(
      'value',
      false,
    )
  })

  it('is an error, and no admission, where the payload is not what the rule needs', async () => {
    const strict = await workflow("admit: 'payload.amount < 31'")
    for (const payload of [undefined, null, 'text', [1], {}, { amount: 'x' }, { amount: null }])
      expect(admits(strict, { ...arrival, payload }), JSON.stringify(payload)).to.have.nested.property(
        'error.code',
        'RULE_ERROR',
      )
  })

  it('of a workflow without admit is for goals that name it', async () => {
    const closed = await workflow('')
    expect(admits(closed, arrival)).to.deep.equal({ ok: true, value: false })
    expect(admits(closed, { ...arrival, named: true })).to.deep.equal({ ok: true, value: true })
  })
})
