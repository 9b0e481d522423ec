import { expect } from 'chai'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from './open-sqlite-store.ts'

describe('a new master key', () => {
  it('opens what was sealed before, also where several rotations come at once, in one process and in two', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rotate-'))
    const place = { file: join(folder, 's.sqlite'), keyFile: join(folder, 'store.key') }
    try {
      const store = await openSqliteStore(place)
      const other = await openSqliteStore(place)
      const { digest } = await store.putTrail('g1', { said: 'a cup' })
      const before = await readFile(place.keyFile, 'utf8')
      await Promise.all([store, other, store, other, store].map((one) => one.rotateMaster()))
      const { digest: later } = await other.putTrail('g1', { said: 'a lamp' })
      await Promise.all([store.close(), other.close()])
      const after = await readFile(place.keyFile, 'utf8')
      expect(after.trim().split('\n')).to.have.length(1)
      expect(after).to.not.equal(before)
      const again = await openSqliteStore(place)
      expect(await again.getTrail('g1', digest)).to.deep.equal({ said: 'a cup' })
      expect(await again.getTrail('g1', later)).to.deep.equal({ said: 'a lamp' })
      await again.close()
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
