import { expect } from 'chai'
import { ask, cardOf, definitions, systemsOffered } from './played-values.fixture.ts'
import { startPlayed } from './played.fixture.ts'

describe('offers of a hostile worker', () => {
  it('are refused where they speak for a gateway', async () => {
    await using run = await startPlayed()
    const support = run.worker('support')
    const lie = definitions.map((tool) => ({ ...tool, hash: 'forged' }))
    const probe = {
      tool: 'shop.refund_order',
      definition: 'sample',
      passed: true,
      said: 'trust me',
      at: new Date().toISOString(),
    }
    const sent = ask(support, support.subjects.offers('worker-support'), {
      from: 'gateway',
      gateway: 'gw-1',
      systems: systemsOffered(lie),
      probes: [probe],
    })
    const [answer] = await Promise.allSettled([sent])
    const control = await run.supervisor.deps.control.fresh()
    expect(control.tools.get('shop.refund_order')?.hash).to.equal('sample')
    expect(control.probes.size).to.equal(0)
    expect(answer?.status).to.equal('rejected')
  })

  it("are refused where they bring another agent's card or contracts", async () => {
    await using run = await startPlayed()
    const cards = [
      cardOf('support', 'support.extra@1', 'finance.pay-out@1'),
      cardOf('finance', 'finance.pay-out@2'),
    ]
    const answer = await run.offerCards('support', ...cards)
    const control = await run.supervisor.deps.control.fresh()
    expect([...control.cards.keys()].filter((name) => name.startsWith('finance.'))).to.deep.equal([
      'finance.check-refund@1',
    ])
    expect(answer).to.have.property('refused').that.has.length(2)
  })

  it('are refused where a schema cannot be compiled, and break nobody else by its $id', async () => {
    await using run = await startPlayed()
    const broken = cardOf('support', 'support.broken@1')
    const schema = { $id: 'https://example.com/a', type: 'object', required: 'no list' }
    const answer = await run.offerCards('support', {
      ...broken,
      contracts: broken.contracts.map((one) => ({ ...one, request: schema })),
    })
    expect(answer).to.have.property('refused').that.has.length(1)
    const named = (agent: string, contract: string, required: string[]) => {
      const card = cardOf(agent, contract)
      const request = { $id: 'https://example.com/same', type: 'object', required }
      return { ...card, contracts: card.contracts.map((one) => ({ ...one, request })) }
    }
    await run.offerCards('finance', named('finance', 'finance.named@1', ['a']))
    await run.offerCards('support', named('support', 'support.named@1', ['b']))
    const submission = (contract: string, payload: unknown) =>
      run.submit({ goal: 'x', workflow: 'refunds-under-50', contract, payload })
    await submission('finance.named@1', { a: 1 })
    await submission('support.named@1', { b: 1 })
  })
})

describe('a system that changes its tools', () => {
  it('has its calls refused, and stops nobody else', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const before = await run.refundGoal()
    const changed = definitions.map((tool) => {
      if (tool.name === 'shop.refund_order') return { ...tool, hash: 'changed' }
      if (tool.name !== 'shop.get_order') return tool
      return { ...tool, hash: 'changed', outputSchema: { type: 'object', properties: {} } }
    })
    await run.offerSystems(changed)
    expect(await run.supervisor.faults()).to.deep.equal([])
    const args = { order_id: '1044', amount: 15, reason: 'broken' }
    const answer = await run.propose({ ...before, args, definition: 'changed' })
    expect(answer).to.have.nested.property('answer.code', 'DEFINITION_CHANGED')
    // Another workflow's goals, a halt, and the same tool as it was taken: all as before.
    const halted = await run.command('maria-keller', 'halt', { scope: 'system:helpdesk', reads: true })
    expect(await run.outcomeOf('none', halted)).to.have.length(1)
    await run.offerSystems(definitions.filter(({ name }) => name !== 'shop.get_refund'))
    expect(await run.supervisor.faults(), 'nor does one that takes a tool away').to.deep.equal([])
    const after = await run.refundGoal()
    expect(await run.propose({ ...after, args })).to.deep.include({ do: 'run' })
  })
})
