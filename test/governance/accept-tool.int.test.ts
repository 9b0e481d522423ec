import { expect } from 'chai'
import { definitions } from './played-values.fixture.ts'
import { startPlayed, type Played } from './played.fixture.ts'

const tool = 'shop.refund_order'
/** The refund tool with another description and one argument more; everything else as it was. */
const changedTool = (more: Record<string, unknown> = {}) =>
  definitions.map((one) => {
    if (one.name !== tool) return one
    const properties = { ...Object(one.inputSchema['properties']), channel: { type: 'string' } }
    return {
      ...one,
      description: 'new words',
      inputSchema: { ...one.inputSchema, properties, ...more },
      hash: 'changed',
    }
  })
const args = { order_id: '1044', amount: 15, reason: 'broken' }
const accept = async (run: Played, person: string, hash: string) => {
  const [event] = await run.outcomeOf('none', await run.command(person, 'accept-tool', { tool, hash }))
  return event
}
const openApproval = async (run: Played, goal: string) =>
  Object.values((await run.goalOf(goal)).approvals).find(({ status }) => status === 'open')

describe('a changed definition of a tool', () => {
  it('is accepted by an owner of a workflow that uses it, as it was shown, and then runs', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const goal = await run.refundGoal()
    await run.offerSystems(changedTool())
    expect(await accept(run, 'jonas-brandt', 'changed')).to.have.nested.property('data.code', 'NOT_YOUR_ROLE')
    expect(await accept(run, 'maria-keller', 'shown-before')).to.have.nested.property(
      'data.code',
      'DEFINITION_CHANGED',
    )
    const event = await accept(run, 'maria-keller', 'changed')
    expect(event).to.have.property('type', 'ToolDefinitionAccepted')
    expect(event).to.deep.nested.include({ 'data.previous': 'sample', 'data.person': 'maria-keller' })
    expect(JSON.stringify(event?.data)).to.include('inputSchema.properties.channel')
    expect(await accept(run, 'maria-keller', 'changed')).to.have.nested.property(
      'data.code',
      'ALREADY_DECIDED',
    )
    const old = await run.propose({ ...goal, args, definition: 'sample' })
    expect(old, 'the definition before is the changed one now').to.have.nested.property(
      'answer.code',
      'DEFINITION_CHANGED',
    )
    const next = await run.refundGoal()
    expect(
      await run.propose({ ...next, args: { ...args, order_id: '1045' }, definition: 'changed' }),
    ).to.include({ do: 'run' })
  })

  it('has what waits for a person asked anew, without the votes of before', async () => {
    await using run = await startPlayed()
    const goal = await run.refundGoal('refund it', 'maria-keller')
    await run.propose({ ...goal, args })
    const before = await openApproval(run, goal.goal)
    await run.offerSystems(changedTool())
    await accept(run, 'maria-keller', 'changed')
    await run.until('it is asked anew', async () => (await openApproval(run, goal.goal))?.id !== before?.id)
    const anew = await openApproval(run, goal.goal)
    expect(anew).to.deep.include({ definition: 'changed', why: ['changed:definition'], votes: before?.votes })
    const [late] = await run.decide('jonas-brandt', goal.goal, {
      approval: before?.id ?? '',
      decision: 'approve',
    })
    expect(late).to.have.nested.property('data.code', 'ALREADY_DECIDED')
    await run.decide('jonas-brandt', goal.goal, { approval: anew?.id ?? '', decision: 'approve' })
    const run1 = await run.claimEffect(goal.goal, anew?.effect ?? '', { definition: 'changed' })
    expect(run1).to.include({ do: 'run' })
  })

  it('voids what the new schema does not take, and hands the goal to a person', async () => {
    await using run = await startPlayed()
    const goal = await run.refundGoal('refund it', 'maria-keller')
    await run.propose({ ...goal, args })
    await run.offerSystems(changedTool({ required: ['order_id', 'amount', 'reason', 'channel'] }))
    await accept(run, 'maria-keller', 'changed')
    const state = await run.goalWhere(goal.goal, 'is with a person', ({ status }) => status === 'with-person')
    expect(state.escalation?.code).to.equal('DEFINITION_CHANGED')
    expect(Object.values(state.approvals).map(({ status }) => status)).to.deep.equal(['void'])
  })

  it('is not accepted while the policy in force does not fit it', async () => {
    await using run = await startPlayed()
    const broken = definitions.map((one) =>
      one.name === 'shop.get_order'
        ? {
            ...one,
            hash: 'changed',
            outputSchema: { type: 'object', properties: { id: { type: 'string' } } },
          }
        : one,
    )
    await run.offerSystems(broken)
    const id = await run.command('maria-keller', 'accept-tool', { tool: 'shop.get_order', hash: 'changed' })
    const [event] = await run.outcomeOf('none', id)
    expect(event).to.have.nested.property('data.code', 'POLICY_FAULTS')
    expect(JSON.stringify(event?.data)).to.match(/refunds-under-50.yaml:\d+/)
    expect(await run.supervisor.faults()).to.deep.equal([])
  })
})
