import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { PersistMode } from '@nats-io/jetstream'
import { pino } from 'pino'
import { startTestNats } from '../../bus/start-nats-for-test.ts'
import { draft } from '../../contracts/events.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts'
import { step } from '../decider/given-for-test.ts'
import { accept, resolve, terms } from '../decider/samples-for-test.ts'
import { viewOf } from '../reactor/view-of.ts'
import { startSupervisor } from '../start.ts'

const files = {
  'company.yaml': 'name: small\ncurrency: EUR\ntimezone: Europe/Berlin\n',
  'people.yaml': 'people: [{ id: ann, name: Ann, roles: [owner], limit: 1 EUR }]\n',
  'models.yaml': 'models: []\n',
  'systems.yaml': 'systems: []\n',
  'workflows/intake.yaml': `name: intake
description: Every goal
owner: owner
entry: { agent: triage, contract: triage.route@1 }
agents: [triage]
mode: suggest
mode_ceiling: suggest
budgets: { goal: { tokens: 1000, cost: 1 EUR, tool_calls: 1, handoffs: 1, wall_time: 1h } }
tools: { read: [] }
`,
}

describe('recovery', function () {
  this.timeout(30_000)

  it('tells clients how a goal ended whose supervisor died before it could, though nothing of it is open', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'remit-recovery-'))
    await using nats = await startTestNats(process.env)
    const places = homeFiles(folder.path)
    await using store = await openSqliteStore({ file: places.store, keyFile: places.storeKey })
    const at = new Date().toISOString()
    const begun = step(null, accept({ at }), terms)
    const { after, decision } = step(begun.after, resolve({ at }), terms)
    if (after === null) throw new Error('no goal')
    expect(after.status).to.equal('ended')
    await store.append({
      log: after.id,
      expected: 0,
      at,
      by: { kind: 'person', id: 'ann' },
      cause: 'test',
      traceparent: '',
      events: [...begun.decision.events, ...decision.events].map(draft),
      view: viewOf(after, false, 'lead'),
    })

    await using client = await nats.open()
    const heard = Promise.withResolvers<string>()
    client.subscribe(client.subjects.eventsOf('local'), (m) => {
      if (m.subject.endsWith('.ended')) heard.resolve(m.subject)
    })
    await using supervisor = await startSupervisor({
      home: folder.path,
      nats: { url: nats.url, user: 'supervisor', pass: nats.password('supervisor') },
      agents: ['triage'],
      policy: { files, apply: 'always' },
      sandboxes: {},
      lazySync: false,
      log: pino({ level: 'silent' }),
      store,
    })
    expect(await heard.promise).to.equal(client.subjects.events('local', after.id, 'ended'))
    const manager = await supervisor.deps.bus.manager()
    const { streams } = supervisor.deps.bus
    const modes = await Promise.all(
      [streams.events, streams.outcomes].map(
        async (name) => (await manager.streams.info(name)).config.persist_mode,
      ),
    )
    expect(modes, 'events come again from the record, outcomes do not').to.deep.equal([
      PersistMode.Async,
      undefined,
    ])
  })
})
