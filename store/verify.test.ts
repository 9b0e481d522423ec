import { expect } from 'chai'
import { generateKeyPairSync } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { Envelope } from '../contracts/envelope.ts'
import { commitOf, noon } from './conformance/place.ts'
import { readExport, readExportParts, writeExport } from './export.ts'
import { hashEvent } from './hash-chain.ts'
import type { SignedHeads } from './signed-heads.ts'
import { signHeads } from './signed-heads.ts'
import { temporaryPlace } from './sqlite/temporary-place.ts'
import type { Verdict } from './verify.ts'
import { verifyRecord } from './verify.ts'
import { checkObjects } from './verify/check-objects.ts'
import { recordedStatements } from './verify/recorded-statements.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const control = 'control/acme'

/** Three goals of five events, two signed statements over all of them, then one more event that nothing anchors. */
const written = async () => {
  const place = await temporaryPlace()
  const store = await place.open()
  const statements: SignedHeads[] = []
  let position = ''
  const signAll = async (version: number): Promise<void> => {
    const news = await store.headsSince(position)
    position = news.position
    const statement = signHeads(
      { previous: statements.at(-1) ?? null, heads: news.heads, at: noon },
      privateKey,
    )
    statements.push(statement)
    const events = [{ type: 'HeadsSigned', v: 1, data: { ...statement } }]
    await store.append(commitOf(control, version, [], { events }))
  }
  for (const goal of ['g1', 'g2', 'g3']) {
    await store.append(commitOf(goal, 0, ['a', 'b']))
    await store.append(commitOf(goal, 2, ['c']))
  }
  await signAll(0)
  for (const goal of ['g1', 'g2', 'g3']) await store.append(commitOf(goal, 3, ['d', 'e']))
  await signAll(1)
  await store.append(commitOf('g3', 5, ['f']))
  const verify = (heads: readonly unknown[] = statements): Promise<Verdict> =>
    verifyRecord({ store, heads, publicKey })
  return { place, store, statements, verify, [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() }
}

const Rows = z.array(z.looseObject({ seq: z.number(), events: z.string() }))

/** What an attacker with the file can do: read all events of a log, write them back as they like. */
const tamper = (
  file: string,
  log: string,
  change: (events: Envelope[]) => Envelope[],
  moveHead = false,
): void => {
  const db = new DatabaseSync(file)
  const rows = Rows.parse(db.prepare('SELECT seq, events FROM commits WHERE log = ? ORDER BY last').all(log))
  const events = rows.flatMap((row) => z.array(Envelope).parse(JSON.parse(row.events)))
  const changed = change(structuredClone(events))
  db.prepare('DELETE FROM commits WHERE log = ?').run(log)
  for (const [index, event] of changed.entries()) {
    // A place of its own for every event: the keys of the table must not stand in the attacker's way.
    db.prepare('INSERT INTO commits VALUES (?, ?, ?, ?, ?)').run(
      1000 + Number(db.prepare('SELECT max(seq) AS seq FROM commits').get()?.['seq'] ?? 0),
      log,
      index + 1,
      event.cause,
      JSON.stringify([event]),
    )
  }
  const last = changed.at(-1)
  if (moveHead && last) {
    db.prepare('UPDATE heads SET version = ?, hash = ? WHERE log = ?').run(last.version, last.hash, log)
  }
  db.close()
}

const edited = (event: Envelope | undefined, rehash: boolean): void => {
  if (!event) throw new Error('nothing to edit')
  event.data = { note: 'forged' }
  if (rehash) event.hash = hashEvent(event)
}
/** Everything after an edit made to fit it again. */
const rechained = (events: Envelope[], from: number): Envelope[] => {
  for (const [index, event] of events.entries()) {
    if (index < from) continue
    event.prev = events[index - 1]?.hash ?? ''
    event.hash = hashEvent(event)
  }
  return events
}
const named = ({ faults }: Verdict): string[] =>
  faults.map(({ log, version, kind }) => `${log}${version === undefined ? '' : `@${version}`} ${kind}`)

describe('verifyRecord', () => {
  it('finds nothing wrong with what was written, and says what it could not anchor', async () => {
    await using record = await written()
    const { ok, faults, logs, anchored, unanchored } = await record.verify()
    expect({ ok, faults, logs }).to.deep.equal({ ok: true, faults: [], logs: 4 })
    expect(anchored).to.equal(16)
    expect(unanchored).to.deep.equal([
      { log: control, from: 2, to: 2 },
      { log: 'g3', from: 6, to: 6 },
    ])
    const alone = await verifyRecord({ store: record.store, heads: [], publicKey })
    expect(named(alone), 'statements that the record names are asked for').to.deep.equal([
      ' statements',
      ' statements',
    ])
  })

  it('takes the statements of the record itself where there are none from outside', async () => {
    await using record = await written()
    expect(await recordedStatements(record)).to.deep.equal(record.statements)
  })

  type Case = { name: string; change: (events: Envelope[]) => Envelope[]; head?: boolean; faults: string[] }
  const cases: Case[] = [
    {
      name: 'an edited field',
      change: (events) => (edited(events[1], false), events),
      faults: ['g1@2 hash'],
    },
    {
      name: 'an edited field with its hash recomputed, by the event after it',
      change: (events) => (edited(events[1], true), events),
      faults: ['g1@3 chain'],
    },
    {
      name: 'an edited last event with its hash recomputed, by the head of the store and the signed one',
      change: (events) => (edited(events[4], true), events),
      faults: ['g1@5 signed-head', 'g1@5 head'],
    },
    {
      name: 'an edit with the whole rest of the log and the head of the store made to fit, by the signed heads',
      change: (events) => (edited(events[0], true), rechained(events, 1)),
      head: true,
      faults: ['g1@3 signed-head', 'g1@5 signed-head'],
    },
    {
      name: 'the last event dropped',
      change: (events) => events.slice(0, -1),
      faults: ['g1@4 truncated'],
    },
    {
      name: 'the last event dropped and the head of the store set back, by the signed head',
      change: (events) => events.slice(0, -1),
      head: true,
      faults: ['g1@4 truncated'],
    },
    {
      name: 'a version gap',
      change: (events) => events.filter(({ version }) => version !== 3),
      faults: ['g1@4 order'],
    },
    {
      name: 'a version gap closed by renumbering',
      change: (events) => {
        const kept = events.filter(({ version }) => version !== 3)
        for (const [index, event] of kept.entries())
          Object.assign(event, { version: index + 1, id: `g1@${index + 1}` })
        return rechained(kept, 2)
      },
      head: true,
      faults: ['g1@3 signed-head', 'g1@4 truncated'],
    },
    {
      name: 'two events swapped',
      change: ([a, b, c, ...rest]) => [a, c, b, ...rest].filter((event) => event !== undefined),
      faults: ['g1@3 order', 'g1@2 order', 'g1@4 order'],
    },
    {
      name: 'two events swapped with their numbers made to fit',
      change: ([a, b, c, ...rest]) => {
        if (!a || !b || !c) throw new Error('too few events')
        return [a, { ...c, version: 2, id: 'g1@2' }, { ...b, version: 3, id: 'g1@3' }, ...rest]
      },
      faults: ['g1@2 hash', 'g1@2 chain', 'g1@3 hash', 'g1@3 chain', 'g1@3 signed-head', 'g1@4 chain'],
    },
    {
      name: 'an event under another id',
      change: (events) => events.map((event) => (event.version === 2 ? { ...event, id: 'g1@9' } : event)),
      faults: ['g1@2 identity', 'g1@2 hash'],
    },
  ]
  for (const { name, change, head, faults } of cases) {
    it(`names ${name}`, async () => {
      await using record = await written()
      tamper(record.place.file, 'g1', change, head)
      const verdict = await record.verify()
      expect(named(verdict)).to.have.members(faults)
      expect(verdict.ok).to.equal(false)
    })
  }

  it('names the last event dropped even before there is any signed head', async () => {
    await using record = await written()
    tamper(record.place.file, 'g3', (events) => events.slice(0, -1))
    expect(named(await record.verify())).to.deep.equal(['g3@5 truncated'])
  })

  it('names a whole goal dropped', async () => {
    await using record = await written()
    const db = new DatabaseSync(record.place.file)
    db.exec(`DELETE FROM commits WHERE log = 'g2'; DELETE FROM heads WHERE log = 'g2'`)
    db.close()
    expect(named(await record.verify())).to.deep.equal(['g2 missing'])
  })

  it('names an event copied into another goal, as it is or made to look at home', async () => {
    await using record = await written()
    const [stolen] = await record.store.load('g2', 4)
    if (!stolen) throw new Error('nothing to copy')
    tamper(record.place.file, 'g1', (events) => [...events, stolen])
    expect(named(await record.verify())).to.deep.equal(['g1@5 foreign'])
    const disguised = { ...stolen, goal: 'g1', id: 'g1@6', version: 6 }
    tamper(record.place.file, 'g1', (events) => [...events.slice(0, 5), disguised])
    expect(named(await record.verify())).to.deep.equal(['g1@6 hash', 'g1@6 chain'])
  })

  it('names a row that is no event, and goes on with the other logs', async () => {
    await using record = await written()
    const db = new DatabaseSync(record.place.file)
    db.exec(`UPDATE commits SET events = '[{"id":"g1@1"}]' WHERE log = 'g1' AND last = 2`)
    db.close()
    tamper(record.place.file, 'g2', (events) => (edited(events[0], false), events))
    expect(named(await record.verify())).to.have.members(['g1 shape', 'g2@1 hash'])
  })

  it('names a statement of another key and believes none of its heads', async () => {
    await using record = await written()
    const [first, second] = record.statements
    const stranger = generateKeyPairSync('ed25519').privateKey
    const forged = signHeads({ previous: null, heads: first?.heads ?? [], at: noon }, stranger)
    const verdict = await record.verify([forged, second])
    expect(named(verdict)).to.include(' signature')
    expect(named(await record.verify(['no statement', ...record.statements]))).to.deep.equal([' signature'])
  })

  it('names a list of statements cut at its start, in the middle or at its end', async () => {
    await using record = await written()
    const [first, second] = record.statements
    for (const list of [[first], [second], [second, first]]) {
      expect(named(await record.verify(list)), JSON.stringify(list).slice(0, 60)).to.include(' statements')
    }
  })

  it('names a control log that no longer has a statement which is kept outside', async () => {
    await using record = await written()
    tamper(record.place.file, control, (events) => events.slice(0, -1), true)
    expect(named(await record.verify())).to.deep.equal([' statements'])
  })

  it('works offline on an export, and finds the same there', async () => {
    await using record = await written()
    const { folder } = record.place
    const file = join(folder, 'export.jsonl')
    expect(await writeExport(record.store, file, { content: false, at: noon })).to.deep.equal({
      logs: 4,
      events: 18,
      objects: 0,
    })
    const verifyFile = (name: string): Promise<Verdict> =>
      verifyRecord({ events: readExport(join(folder, name)), heads: record.statements, publicKey })
    const clean = await verifyFile('export.jsonl')
    expect(clean.faults).to.deep.equal([])
    expect([clean.logs, clean.anchored, clean.unanchored.length]).to.deep.equal([4, 16, 2])
    expect(await recordedStatements({ events: readExport(file) })).to.deep.equal(record.statements)

    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
    const g1 = lines.findIndex((line) => line.includes('"id":"g1@1"'))
    const others = lines.filter((line) => !line.includes('"goal":"g2"'))
    const variants: [string, string[], string][] = [
      ['edited', lines.with(g1, lines[g1]?.replace('"a"', '"z"') ?? ''), 'g1@1 hash'],
      ['dropped', lines.toSpliced(g1 + 4, 1), 'g1@4 truncated'],
      ['goal', others, 'g2 missing'],
      ['swapped', lines.with(g1, lines[g1 + 1] ?? '').with(g1 + 1, lines[g1] ?? ''), 'g1@2 order'],
      ['copied', lines.toSpliced(g1 + 7, 0, lines[g1 + 1] ?? ''), 'g1@2 order'],
      ['garbage', lines.toSpliced(g1, 0, '{"half":'), ' shape'],
    ]
    for (const [name, changed, fault] of variants) {
      await writeFile(join(folder, name), `${changed.join('\n')}\n`)
      expect(named(await verifyFile(name)), name).to.include(fault)
    }
  })
  it('names an object of an export that is not what its digest stands for', async () => {
    await using record = await written()
    const { digest } = await record.store.putTrail('g1', { text: 'fifteen' })
    const file = join(record.place.folder, 'export.jsonl')
    const count = await writeExport(record.store, file, { content: true, at: noon })
    expect(count.objects).to.equal(1)
    expect(await checkObjects(readExportParts(file))).to.deep.equal({ objects: 1, faults: [] })
    await writeFile(file, (await readFile(file, 'utf8')).replace('fifteen', 'fifty'))
    const { faults } = await checkObjects(readExportParts(file))
    expect(faults.map(({ log, message }) => `${log} ${message}`)).to.deep.equal([
      `g1 The object ${digest} was changed.`,
    ])
    expect(
      (await verifyRecord({ events: readExport(file), heads: record.statements, publicKey })).ok,
    ).to.equal(true)
  })

  it('finds the record sound without a log that the record says was removed in time', async () => {
    await using record = await written()
    const before = { events: noon, trail: noon, checkpoints: noon, dead: noon }
    const data = { day: '2026-11-22', before, logs: ['g2'] }
    const version = (await record.store.load(control)).length
    const events = [{ type: 'RetentionRun', v: 1, data }]
    await record.store.expire({ trail: noon, dead: noon, logs: ['g2'] })
    expect(named(await record.verify())).to.deep.equal(['g2 missing'])
    await record.store.append({ ...commitOf(control, version, []), cause: 'retention', events })
    expect(named(await record.verify())).to.deep.equal([])
  })
})
