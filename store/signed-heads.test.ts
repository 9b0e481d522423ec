import { expect } from 'chai'
import { generateKeyPairSync } from 'node:crypto'
import { signHeads, verifySignedHeads } from './signed-heads.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const at = '2026-11-22T12:00:00.000Z'
const heads = [
  { log: 'g2', version: 1, hash: 'b' },
  { log: 'g1', version: 3, hash: 'a' },
]

describe('signHeads', () => {
  it('signs the heads, sorted, as the first of a list or after another', () => {
    const first = signHeads({ previous: null, heads, at }, privateKey)
    const second = signHeads({ previous: first, heads: [], at }, privateKey)
    expect(first.heads.map(({ log }) => log)).to.deep.equal(['g1', 'g2'])
    expect([first.previous, first.count]).to.deep.equal(['', 1])
    expect([second.previous, second.count]).to.deep.equal([first.root, 2])
    expect(verifySignedHeads(first, publicKey)).to.equal(true)
    expect(verifySignedHeads(second, publicKey)).to.equal(true)
  })

  it('is not verified with any field changed, nor by another key', () => {
    const signed = signHeads({ previous: null, heads, at }, privateKey)
    const changes = [
      { root: 'ff' },
      { previous: 'ff' },
      { count: 2 },
      { at: '2026-11-22T12:00:01.000Z' },
      { heads: signed.heads.slice(1) },
      { sig: '' },
    ]
    const verified = changes.map((change) => verifySignedHeads({ ...signed, ...change }, publicKey))
    expect(verified).to.deep.equal(changes.map(() => false))
    expect(verifySignedHeads(signed, generateKeyPairSync('ed25519').publicKey)).to.equal(false)
    const own = signHeads({ previous: null, heads: [], at }, generateKeyPairSync('ed25519').privateKey)
    expect(verifySignedHeads({ ...own, sig: signed.sig }, publicKey)).to.equal(false)
  })
})
