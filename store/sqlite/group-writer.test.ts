import { expect } from 'chai'
import { DatabaseSync } from 'node:sqlite'
import { RemitError } from '../../contracts/errors.ts'
import { groupWriter } from './group-writer.ts'

const opened = (): DatabaseSync => {
  const db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true })
  db.exec(`CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE child (of INTEGER NOT NULL REFERENCES parent DEFERRABLE INITIALLY DEFERRED) STRICT;
    CREATE TABLE note (text TEXT NOT NULL) STRICT`)
  return db
}
const counted = (db: DatabaseSync, table: string): unknown =>
  db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']

describe('groupWriter', () => {
  it('tells nobody that their work is kept where the commit fails', async () => {
    const db = opened()
    const { write } = groupWriter(db)
    const settled = await Promise.allSettled([
      write(() => db.exec(`INSERT INTO note VALUES ('innocent')`)),
      // Judged only at COMMIT, as a full disk would be.
      write(() => db.exec('INSERT INTO child VALUES (7)')),
    ])
    expect(settled.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected'])
    expect(counted(db, 'note')).to.equal(0)
    expect(await write(() => 'works again')).to.equal('works again')
    db.close()
  })

  it('says STORE_UNREACHABLE where the disk is full, and works again once there is room', async () => {
    const db = opened()
    const { write } = groupWriter(db)
    const fill = () => write(() => db.prepare('INSERT INTO note VALUES (?)').run('x'.repeat(100_000)))
    db.exec('PRAGMA max_page_count = 10')
    const [full] = await Promise.allSettled([fill()])
    const reason: unknown = full?.status === 'rejected' ? full.reason : null
    expect(reason).to.be.instanceOf(RemitError).and.to.have.property('code', 'STORE_UNREACHABLE')
    db.exec('PRAGMA max_page_count = 1000')
    await fill()
    expect(counted(db, 'note')).to.equal(1)
    db.close()
  })

  it('commits what waits before it closes, and refuses what comes later', async () => {
    const db = opened()
    const { write, close } = groupWriter(db)
    const waiting = write(() => db.exec(`INSERT INTO note VALUES ('in time')`))
    await close()
    await waiting
    expect(counted(db, 'note')).to.equal(1)
    const [late] = await Promise.allSettled([write(() => 'late')])
    expect(late?.status).to.equal('rejected')
    db.close()
  })
})
