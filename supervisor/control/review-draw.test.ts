import { generateKeyPairSync, verify } from 'node:crypto'
import { expect } from 'chai'
import { isDrawn, reviewDraws, reviewText } from './review-draw.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const goals = Array.from({ length: 1000 }, (_, n) => `g_${n}`)

describe('the draw of a goal for review', () => {
  it('is the same at every repeat and in every replica', () => {
    const [one, other] = [reviewDraws(privateKey), reviewDraws(privateKey)]
    for (const goal of goals.slice(0, 50)) {
      expect(one(goal, 0.05)).to.deep.equal(other(goal, 0.05))
      expect(one(goal, 0.05)).to.deep.equal(one(goal, 0.05))
    }
  })
  it('can be checked by whoever has the public key', () => {
    const { share, drawn, proof } = reviewDraws(privateKey)('g_1', 0.05)
    const signed = Buffer.from(proof, 'base64url')
    expect(verify(null, Buffer.from(reviewText('g_1')), publicKey, signed)).to.equal(true)
    expect(verify(null, Buffer.from(reviewText('g_2')), publicKey, signed)).to.equal(false)
    expect([share, isDrawn(proof, share)]).to.deep.equal([500, drawn])
  })
  it('is another under another key, so that the id alone tells nothing', () => {
    const [own, foreign] = [
      reviewDraws(privateKey),
      reviewDraws(generateKeyPairSync('ed25519').privateKey),
    ].map((draws) => goals.map((goal) => draws(goal, 0.5).drawn))
    const same = goals.filter((_, n) => own?.[n] === foreign?.[n]).length
    expect(same).to.be.within(420, 580)
  })
  it('takes the share that is asked for: all, none, and about so many between', () => {
    const draws = reviewDraws(privateKey)
    const count = (share: number): number => goals.filter((goal) => draws(goal, share).drawn).length
    expect([count(0), count(1)]).to.deep.equal([0, goals.length])
    // Five standard deviations around 50.
    expect(count(0.05)).to.be.within(15, 85)
  })
})
