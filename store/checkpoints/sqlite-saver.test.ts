import { MessagesDeltaValue, START, StateGraph, StateSchema } from '@langchain/langgraph'
import { expect } from 'chai'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { RemitError } from '../../contracts/errors.ts'
import { SqliteSaver } from './sqlite-saver.ts'

const State = new StateSchema({ messages: MessagesDeltaValue })

const talk = (saver: SqliteSaver) =>
  new StateGraph(State)
    .addNode('say', (state) => ({ messages: [{ role: 'ai', content: `answer ${state.messages.length}` }] }))
    .addEdge(START, 'say')
    .compile({ checkpointer: saver })

const thread = (id: string) => ({ configurable: { thread_id: id }, durability: 'sync' as const })

describe('SqliteSaver on a file', () => {
  it('gives messages kept as a delta channel back to another handle, in their order', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'remit-saver-'))
    const file = join(folder.path, 'checkpoints.db')
    await using saver = await SqliteSaver.open({ file })
    await using other = await SqliteSaver.open({ file })
    for (const content of ['one', 'two']) {
      await talk(saver).invoke({ messages: [{ role: 'user', content }] }, thread('g1'))
    }
    const { values } = await talk(other).getState(thread('g1'))
    const messages: { content: unknown }[] = values.messages
    expect(messages.map(({ content }) => content)).to.deep.equal(['one', 'answer 1', 'two', 'answer 3'])
  })

  it('deletes a whole thread and no other', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'remit-saver-'))
    const file = join(folder.path, 'checkpoints.db')
    await using saver = await SqliteSaver.open({ file })
    for (const id of ['g1', 'g2']) await talk(saver).invoke({ messages: ['hello'] }, thread(id))
    await saver.deleteThread('g1')
    expect(await saver.getTuple(thread('g1'))).to.equal(undefined)
    expect(await saver.getTuple(thread('g2'))).not.to.equal(undefined)
    const db = new DatabaseSync(file)
    const left = ['checkpoints', 'channels', 'writes'].map(
      (table) => db.prepare(`SELECT count(*) AS n FROM ${table} WHERE thread = 'g1'`).get()?.['n'],
    )
    db.close()
    expect(left).to.deep.equal([0, 0, 0])
  })

  it('refuses the file of a newer release', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'remit-saver-'))
    const file = join(folder.path, 'checkpoints.db')
    const db = new DatabaseSync(file)
    db.exec('PRAGMA user_version = 99')
    db.close()
    const [opened] = await Promise.allSettled([SqliteSaver.open({ file })])
    const reason: unknown = opened?.status === 'rejected' ? opened.reason : null
    expect(reason).to.be.instanceOf(RemitError).and.to.have.property('code', 'UNKNOWN_VERSION')
  })
})
