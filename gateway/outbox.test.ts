import { expect } from 'chai'
import { RemitError } from '../contracts/errors.ts'
import { createOutbox } from './outbox.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const create = () => createOutbox({ log, firstMs: 1, longestMs: 2 })

describe('outbox', () => {
  it('publishes again until it is acknowledged', async () => {
    const outbox = create()
    let attempts = 0
    await outbox.send('result', async () => {
      attempts += 1
      if (attempts < 4) throw new Error('no bus')
    })
    expect(attempts).to.equal(4)
    expect(outbox.waiting()).to.deep.equal([])
  })

  it('names at its deadline what it gives up', async () => {
    const outbox = create()
    const sending = outbox.send('result e1', () => Promise.reject(new Error('no bus'))).catch(String)
    expect(outbox.waiting()).to.deep.equal(['result e1'])
    expect(await outbox.drain(5)).to.deep.equal(['result e1'])
    expect(await sending).to.contain('NATS cannot be reached')
  })

  it('does not repeat what can never be published', async () => {
    const outbox = create()
    const sending = outbox.send('result', () => Promise.reject(new RemitError('TOO_LARGE')))
    expect(await sending.catch((error: RemitError) => error.code)).to.equal('TOO_LARGE')
  })
})
