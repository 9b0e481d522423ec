import { expect } from 'chai'
import { call, freshFolder, readJournal, startForTest } from '../system/start-for-test.ts'

describe('the helpdesk', () => {
  for (const revision of ['auto', 'legacy'] as const) {
    it(`answers every tool with what its schema promises (${revision})`, async () => {
      using folder = freshFolder()
      await using helpdesk = await startForTest('helpdesk', folder.path)
      await using client = await helpdesk.connect(revision)
      const { tools } = await client.listTools()
      expect(tools.map(({ name }) => name)).to.have.members([
        'get_ticket',
        'list_tickets',
        'add_note',
        'reply',
      ])

      const ticket = await call(client, 'get_ticket', { id: 'T-1' })
      expect(ticket).to.include({ from_name: 'Anna Weber', order_id: '1042', status: 'open' })
      expect(await call(client, 'get_ticket', { id: 'T-8' })).to.not.have.property('order_id')
      const note = await call(client, 'add_note', { id: 'T-1', text: 'looked at' }, 'k')
      await call(client, 'reply', { id: 'T-1', text: 'it is on its way' })
      const after = await call(client, 'get_ticket', { id: 'T-1' })
      expect(after).to.include({ status: 'pending' })
      expect(after['notes']).to.have.nested.property('[0].id', note['entry_id'])
      expect(after['replies']).to.have.nested.property('[0].text', 'it is on its way')
      expect(readJournal(folder.path, 'helpdesk').map(({ tool, key }) => ({ tool, key }))).to.deep.equal([
        { tool: 'add_note', key: 'k' },
        { tool: 'reply', key: null },
      ])
    })
  }

  it('lists tickets by status', async () => {
    using folder = freshFolder()
    await using helpdesk = await startForTest('helpdesk', folder.path)
    await using client = await helpdesk.connect()
    const { tickets: all } = await call(client, 'list_tickets', {})
    const { tickets: open } = await call(client, 'list_tickets', { status: 'open' })
    expect(all).to.be.an('array').with.length.above(150)
    expect(open).to.be.an('array').with.length.above(6)
    for (const ticket of Array.isArray(open) ? open : []) expect(ticket).to.include({ status: 'open' })
  })

  it('does not honour a key: a repeat is a second note', async () => {
    using folder = freshFolder()
    await using helpdesk = await startForTest('helpdesk', folder.path)
    await using client = await helpdesk.connect()
    await call(client, 'add_note', { id: 'T-2', text: 'once' }, 'k')
    await call(client, 'add_note', { id: 'T-2', text: 'once' }, 'k')
    expect((await call(client, 'get_ticket', { id: 'T-2' }))['notes']).to.have.lengthOf(2)
  })

  it('refuses in words what it cannot do', async () => {
    using folder = freshFolder()
    await using helpdesk = await startForTest('helpdesk', folder.path)
    await using client = await helpdesk.connect()
    expect(await call(client, 'get_ticket', { id: 'none' })).to.include({ code: 'not_found' })
    expect(await call(client, 'reply', { id: 'none', text: 'x' })).to.include({ code: 'not_found' })
    expect(readJournal(folder.path, 'helpdesk')).to.deep.equal([])
  })
})
