import { expect } from 'chai'
import { hashPassword, passwordFits } from './password-hash.ts'

describe('a password', function () {
  // 32 MiB and three passes each, on whatever machine this is.
  this.timeout(60_000)
  it('fits what was kept of it, and no other does', async () => {
    const line = await hashPassword('correct horse battery')
    expect(await passwordFits('correct horse battery', line)).to.equal(true)
    expect(await passwordFits('correct horse batterz', line)).to.equal(false)
    expect(await passwordFits('', line)).to.equal(false)
  })
  it('is kept with a salt of its own, never in the clear', async () => {
    const lines = [await hashPassword('the same twice'), await hashPassword('the same twice')]
    expect(lines[0]).not.to.equal(lines[1])
    expect(lines.join()).not.to.contain('same')
  })
  it('fits nothing where nothing was kept, or what was kept is no such line', async () => {
    expect(await passwordFits('anything at all', null)).to.equal(false)
    expect(await passwordFits('anything at all', 'anything at all')).to.equal(false)
    expect(await passwordFits('', 'scrypt$32768$8$3$$')).to.equal(false)
  })
})
