import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { signInLinks } from './sign-in-links.ts'

describe('a sign-in link', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'remit-links-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))
  const now = new Date('2026-11-22T10:00:00.000Z')
  const later = new Date('2026-11-22T10:10:00.000Z')

  it('names its person until it is used, and then nobody', async () => {
    const links = signInLinks(folder)
    const key = await links.make('maria-keller', later, now)
    expect(await links.look(key, now)).to.equal('maria-keller')
    expect(await signInLinks(folder).use(key, now)).to.equal('maria-keller')
    expect([await links.look(key, now), await links.use(key, now)]).to.deep.equal([null, null])
  })
  it('is used by one of many who try at once', async () => {
    const links = signInLinks(folder)
    const key = await links.make('maria-keller', later, now)
    const used = await Promise.all(Array.from({ length: 20 }, () => links.use(key, now)))
    expect(used.filter((person) => person !== null)).to.deep.equal(['maria-keller'])
  })
  it('is worth nothing at its end, and is forgotten when the next is made', async () => {
    const links = signInLinks(folder)
    const key = await links.make('maria-keller', later, now)
    expect(await links.look(key, later)).to.equal(null)
    await links.make('jonas-brandt', new Date(later.getTime() + 60_000), later)
    expect(await readdir(folder)).to.have.length(1)
  })
  it('lies in a file that only its owner reads and whose name is not the key', async () => {
    const own = await mkdtemp(join(tmpdir(), 'remit-links-'))
    const key = await signInLinks(own).make('maria-keller', later, now)
    const [name = ''] = await readdir(own)
    expect(name).not.to.contain(key)
    expect((await stat(join(own, name))).mode & 0o777).to.equal(0o600)
    await rm(own, { recursive: true })
  })
  it('is none for keys that were never made', async () => {
    expect(await signInLinks(folder).use('../../etc/passwd', now)).to.equal(null)
  })
})
