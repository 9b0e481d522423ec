import { generateKeyPairSync } from 'node:crypto'
import { expect } from 'chai'
import type { KeyPair } from './key-files.ts'
import { handOver, trustedKeys } from './key-rotation.ts'

const pair = (): KeyPair => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { privateKey, publicKey, publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() }
}
const said = (from: KeyPair, to: KeyPair) => ({ ...handOver(from, to), rotation: 'r', person: 'ann' })
const pems = (keys: ReturnType<typeof trustedKeys>): string[] =>
  keys.map((key) => key.export({ type: 'spki', format: 'pem' }).toString())

describe('keys that a trusted key vouches for', () => {
  const [first, second, third, stranger] = [pair(), pair(), pair(), pair()]

  it('are those before it and after it, through every rotation', () => {
    const rotations = [said(second, third), said(first, second)]
    for (const trusted of [first, second, third])
      expect(pems(trustedKeys(trusted.publicKey, rotations))).to.have.members([
        first.publicPem,
        second.publicPem,
        third.publicPem,
      ])
  })

  it('are none that signed only for themselves', () => {
    const forged = { ...said(first, stranger), byPrevious: said(stranger, stranger).byKey }
    expect(pems(trustedKeys(first.publicKey, [forged]))).to.deep.equal([first.publicPem])
    const claimed = { ...said(stranger, first), byKey: said(stranger, stranger).byKey }
    expect(pems(trustedKeys(first.publicKey, [claimed]))).to.deep.equal([first.publicPem])
  })
})
