import { expect } from 'chai'
import { sessions } from './session.ts'
import { tokenHash } from './token-hash.ts'

const key = Buffer.alloc(32, 7)
const holderWith = (token: string) => {
  const hash = tokenHash(token)
  return { person: 'maria', name: 'Maria', token: hash, password: null, stamp: hash }
}
const holder = holderWith('a token')
const now = new Date('2026-11-22T10:00:00.000Z')

describe('session', () => {
  const { cookie, csrf, until } = sessions(key).open(holder, now, 'n')
  it('is known to every replica that has the key', () =>
    expect(sessions(key).holderOf(cookie, [holder], now)).to.equal(holder))
  it('ends at its time', () => {
    expect(until).to.equal('2026-11-22T22:00:00.000Z')
    expect(sessions(key).holderOf(cookie, [holder], new Date(until))).to.equal(undefined)
  })
  it('ends when the person gets another token, or is no longer there', () => {
    const other = holderWith('another token')
    expect(sessions(key).holderOf(cookie, [other], now)).to.equal(undefined)
    expect(sessions(key).holderOf(cookie, [], now)).to.equal(undefined)
  })
  it('is worth nothing under another key', () =>
    expect(sessions(Buffer.alloc(32, 8)).holderOf(cookie, [holder], now)).to.equal(undefined))
  it('has a CSRF token that the cookie alone does not give', () => {
    expect(sessions(key).csrfFits(cookie, holder, csrf)).to.equal(true)
    expect(cookie).not.to.contain(csrf)
    expect(sessions(key).csrfFits(cookie, holder, cookie.split('.')[1])).to.equal(false)
    expect(sessions(key).csrfFits(cookie, holder, undefined)).to.equal(false)
  })
})
