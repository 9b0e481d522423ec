import { expect } from 'chai'
import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { RemitError } from '../../contracts/errors.ts'
import { storeConformance } from '../conformance.ts'
import { commitOf } from '../conformance/place.ts'
import { openSqliteStore } from './open-sqlite-store.ts'
import { memoryPlace, temporaryPlace } from './temporary-place.ts'

storeConformance('sqlite, in memory', memoryPlace)
storeConformance('sqlite, a file', temporaryPlace)

const codeOf = async (answer: Promise<unknown>): Promise<string | null> => {
  try {
    await answer
    return null
  } catch (error) {
    return error instanceof RemitError ? error.code : String(error)
  }
}

/** Frames of a write-ahead log that end a transaction (https://www.sqlite.org/fileformat.html#walformat). */
const commitsIn = (wal: Buffer): number => {
  const frame = 24 + wal.readUInt32BE(8)
  const starts = Array.from({ length: Math.floor((wal.length - 32) / frame) }, (_, i) => 32 + i * frame)
  return starts.filter((start) => wal.readUInt32BE(start + 4) > 0).length
}

describe('openSqliteStore', () => {
  it('finds everything again after a close', async () => {
    await using place = await temporaryPlace()
    const first = await place.open()
    await first.append(commitOf('g', 0, ['a']))
    const { digest } = await first.putTrail('g', 'x')
    await first.close()
    const second = await place.open()
    expect((await second.load('g')).map(({ id }) => id)).to.deep.equal(['g@1'])
    expect(await second.getTrail('g', digest)).to.equal('x')
  })

  it('is opened by many at the same moment', async () => {
    await using place = await temporaryPlace()
    const stores = await Promise.all(Array.from({ length: 8 }, () => place.open()))
    await Promise.all(stores.map((store, i) => store.append(commitOf(`g${i}`, 0, ['a']))))
    expect(await stores[0]?.logs()).to.have.length(8)
  })

  it('refuses the file of a newer release', async () => {
    await using place = await temporaryPlace()
    await (await place.open()).close()
    const db = new DatabaseSync(place.file)
    db.exec(`UPDATE meta SET value = '99' WHERE name = 'schema'`)
    db.close()
    expect(await codeOf(place.open())).to.equal('UNKNOWN_VERSION')
  })

  it('brings the file of an older release up to date', async () => {
    await using place = await temporaryPlace()
    await (await place.open()).close()
    const db = new DatabaseSync(place.file)
    db.exec('ALTER TABLE effect_keys DROP COLUMN seen')
    db.exec('ALTER TABLE effect_keys DROP COLUMN taken_at')
    for (const table of ['data_subjects', 'bound', 'dead', 'approvals']) db.exec(`DROP TABLE ${table}`)
    db.exec('ALTER TABLE subjects DROP COLUMN under')
    db.exec(`INSERT INTO effect_keys VALUES ('t', 'k', 'g1', 'e1', 0, NULL, '[]')`)
    db.exec(`UPDATE meta SET value = '1' WHERE name = 'schema'`)
    db.close()
    const store = await place.open()
    const [held] = await store.heldKeys('9999')
    expect(held).to.include({ tool: 't', goal: 'g1', effect: 'e1' })
    const another = { goal: 'g2', effect: 'e2', seen: 1 }
    expect((await store.takeKey('t', 'k', another, '9999', '')).ok, 'is the row of the same key').to.equal(
      false,
    )
    await store.close()
    await place.open()
  })

  it('makes its key for its owner alone, and refuses one that others can read or that is another', async () => {
    await using place = await temporaryPlace()
    await place.open()
    expect((await stat(place.keyFile)).mode & 0o777).to.equal(0o600)
    await chmod(place.keyFile, 0o640)
    expect(await codeOf(place.open())).to.equal('BAD_CONFIG')
    const other = join(place.folder, 'other.key')
    expect(await codeOf(openSqliteStore({ file: place.file, keyFile: other }))).to.equal('BAD_CONFIG')
  })

  it('keeps the record from everybody but its owner', async () => {
    await using place = await temporaryPlace()
    const file = join(place.folder, 'new', 'record.db')
    const store = await openSqliteStore({ file, keyFile: place.keyFile })
    await store.append(commitOf('g', 0, ['a']))
    const modes = await Promise.all(
      ['', '/record.db', '/record.db-wal', '/record.db-shm'].map(
        async (name) => (await stat(join(place.folder, `new${name}`))).mode & 0o077,
      ),
    )
    await store.close()
    expect(modes).to.deep.equal([0, 0, 0, 0])
  })

  it('says that the store cannot be reached: no file, not a database, locked, closed', async () => {
    await using place = await temporaryPlace()
    const keyFile = place.keyFile
    const noFile = openSqliteStore({ file: join(place.keyFile, 'x.db'), keyFile })
    const store = await place.open()
    expect(await codeOf(noFile)).to.equal('STORE_UNREACHABLE')
    const garbage = join(place.folder, 'garbage.db')
    await writeFile(garbage, 'no database at all, only some words that are long enough'.repeat(100))
    expect(await codeOf(openSqliteStore({ file: garbage, keyFile }))).to.equal('STORE_UNREACHABLE')
    const lock = new DatabaseSync(place.file)
    lock.exec('BEGIN IMMEDIATE')
    const impatient = await openSqliteStore({
      file: ':memory:',
      keyFile: join(place.folder, 'm.key'),
      patience: 100,
    })
    expect(await codeOf(openSqliteStore({ file: place.file, keyFile, patience: 100 }))).to.equal(
      'STORE_UNREACHABLE',
    )
    await impatient.close()
    expect(await codeOf(impatient.append(commitOf('g', 0, ['a'])))).to.equal('STORE_UNREACHABLE')
    expect(await codeOf(impatient.load('g'))).to.equal('STORE_UNREACHABLE')
    const waiting = store.append(commitOf('g', 0, ['a']))
    await nextTurn()
    expect(await store.load('g'), 'readers do not wait for a writer').to.deep.equal([])
    lock.exec('COMMIT')
    lock.close()
    expect(await waiting).to.deep.include({ ok: true })
  })

  it('gives up a write after its patience, and works again when the lock is gone', async () => {
    await using place = await temporaryPlace()
    await place.open()
    await using store = await openSqliteStore({ file: place.file, keyFile: place.keyFile, patience: 60 })
    const lock = new DatabaseSync(place.file)
    lock.exec('BEGIN IMMEDIATE')
    expect(await codeOf(store.append(commitOf('g', 0, ['a'])))).to.equal('STORE_UNREACHABLE')
    lock.exec('ROLLBACK')
    lock.close()
    expect(await store.append(commitOf('g', 0, ['a']))).to.deep.include({ ok: true })
  })

  it('says that the record is broken where a row is not what was written', async () => {
    await using place = await temporaryPlace()
    const store = await place.open()
    await store.append(commitOf('g', 0, ['a']))
    const db = new DatabaseSync(place.file)
    db.exec(`UPDATE commits SET events = '[{"id": 1}]'`)
    db.close()
    expect(await codeOf(store.load('g'))).to.equal('RECORD_BROKEN')
  })

  it('leaves no text and no key of an erased subject in its files', async () => {
    await using place = await temporaryPlace()
    const store = await place.open()
    await store.putTrail('subject-who-leaves', 'a very private sentence')
    const db = new DatabaseSync(place.file)
    const wrapped = db.prepare('SELECT wrapped FROM subjects').get()?.['wrapped']
    db.close()
    const key = wrapped instanceof Uint8Array ? Buffer.from(wrapped) : Buffer.alloc(0)
    expect(key.length).to.be.greaterThan(64)
    const isInFiles = async (needle: Buffer): Promise<boolean> => {
      const contents = await Promise.all([readFile(place.file), readFile(`${place.file}-wal`)])
      return contents.some((content) => content.includes(needle))
    }
    expect(await isInFiles(Buffer.from('private sentence'))).to.equal(false)
    expect(await isInFiles(key)).to.equal(true)
    await store.eraseSubject('subject-who-leaves')
    expect(await isInFiles(key)).to.equal(false)
  })

  it('shares one commit among what is asked in one moment', async () => {
    await using place = await temporaryPlace()
    const store = await place.open()
    const before = commitsIn(await readFile(`${place.file}-wal`))
    await Promise.all(Array.from({ length: 50 }, (_, i) => store.append(commitOf(`g${i}`, 0, ['a']))))
    expect(await store.logs()).to.have.length(50)
    expect(commitsIn(await readFile(`${place.file}-wal`)) - before).to.equal(1)
    await store.append(commitOf('single', 0, ['a']))
    expect(commitsIn(await readFile(`${place.file}-wal`)) - before).to.equal(2)
  })
})
