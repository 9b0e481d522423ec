import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { customer } from '../../supervisor/policy/sample-policy.ts'
import { freshOrder, shopReads, swap, type Reads } from './played-values.fixture.ts'
import { startPlayed, type Played } from './played.fixture.ts'

const refunds = 'workflows/refunds-under-50.yaml'
const refund = 'shop.refund_order'
const args = (order: string, amount = 15) => ({ order_id: order, amount, reason: 'broken' })
// The same at each reading: a repeat is only of what has not changed since the claim.
const shipped = new Date(Date.now() - 3 * 86_400_000).toISOString()
/** Each order has a customer of its own, whose cap it is alone in. */
const customerEach: Reads = (tool, given) =>
  tool === 'shop.get_order'
    ? freshOrder(given['id'], { customer_id: `C${String(given['id'])}`, shipped_at: shipped })
    : shopReads(tool, given)
const asked = (goal: string, task: string, tool: string, given: Record<string, unknown>) => ({
  id: randomUUID(),
  gateway: 'gw-1',
  goal,
  task,
  attempt: 1,
  agent: 'support',
  worker: 'w1',
  tool,
  args: given,
  definition: 'sample',
})

/** An effect that began and of which the gateway cannot say what became of it. */
const unclear = async (run: Played, order: string): Promise<{ goal: string; effect: string }> => {
  const { goal, task } = await run.refundGoal()
  const begun = await run.propose({ goal, task, args: args(order), from: customerEach })
  if (begun.do !== 'run') throw new Error(JSON.stringify(begun))
  await run.result(goal, begun.effect, 1, { status: 'unclear' })
  await run.goalWhere(goal, 'is being settled', ({ effects }) => effects[begun.effect]?.status === 'settling')
  return { goal, effect: begun.effect }
}
const settle = (run: Played, { goal, effect }: { goal: string; effect: string }) =>
  run.claimEffect(goal, effect, { settles: 1, lookup: 'absent', from: customerEach })
const probed = (run: Played, definition: string, passed: boolean) => {
  const probe = { tool: refund, definition, passed, at: new Date().toISOString(), said: 'one of two' }
  return run.offerSystems(undefined, [probe])
}

describe('an effect is judged', () => {
  const standing = new AsyncDisposableStack()
  let run: Played
  before(async () => {
    run = standing.use(await startPlayed({ mode: 'act-low-risk' }))
  })
  after(() => standing.disposeAsync())

  it('on facts: nothing is judged before every fact has been read', async () => {
    const { goal, task } = await run.refundGoal()
    const first = await run.authorise({ op: 'propose', ...asked(goal, task, refund, args('7001')) })
    expect(first).to.have.property('do', 'read')
    expect(Object.keys((await run.goalOf(goal)).effects)).to.deep.equal([])
  })

  it('on facts: a fact that could not be read allows nothing, and a person sees it', async () => {
    const { goal, task } = await run.refundGoal()
    const error = { code: 'SYSTEM_DOWN', message: 'gone' }
    const fact = {
      as: 'order',
      tool: 'shop.get_order',
      args: { id: '7002' },
      at: new Date().toISOString(),
      error,
    }
    const call = asked(goal, task, refund, args('7002'))
    const answer = await run.authorise({ op: 'facts', ...call, facts: [fact] })
    expect(answer).to.have.nested.property('answer.code', 'FACTS_UNREADABLE')
    expect((await run.goalOf(goal)).escalation?.code).to.equal('FACTS_UNREADABLE')
  })

  it('by the list: a tool that the workflow does not list is refused, whoever asks', async () => {
    const { goal, task } = await run.refundGoal()
    const given = { ticket_id: 'T-1', text: 'hello' }
    const answer = await run.propose({ goal, task, tool: 'helpdesk.reply', args: given })
    expect(answer).to.have.nested.property('answer.code', 'TOOL_NOT_ALLOWED')
  })

  it('once at a time: one row for a tool and key, over all goals', async () => {
    const goals = [await run.refundGoal(), await run.refundGoal()]
    const answers = []
    for (const { goal, task } of goals)
      answers.push(await run.propose({ goal, task, args: args('7003'), from: customerEach }))
    expect(answers[0]).to.have.property('do', 'run')
    expect(answers[1]).to.have.nested.property('answer.status', 'waiting')
    const held = (await run.store.heldKeys('9999')).filter(({ goal }) => goal === goals[0]?.goal)
    expect(held).to.have.length(1)
  })

  it('by whoever holds it: a lease is extended for its own gateway and claim alone', async () => {
    const { goal, task } = await run.refundGoal()
    const begun = await run.propose({ goal, task, args: args('7004'), from: customerEach })
    if (begun.do !== 'run') throw new Error(JSON.stringify(begun))
    const extend = (gateway: string, claim: number) =>
      run.authorise({ op: 'extend', id: randomUUID(), gateway, goal, effect: begun.effect, claim })
    expect(await extend('gw-2', 1)).to.deep.equal({ do: 'drop', code: 'OLD_ATTEMPT' })
    expect(await extend('gw-1', 2)).to.deep.equal({ do: 'drop', code: 'OLD_ATTEMPT' })
    expect(await extend('gw-1', 1)).to.have.property('do', 'extended')
  })
})

describe('what people set', () => {
  it('is set by the role that owns it, and a mode never above the ceiling', async () => {
    await using run = await startPlayed()
    const code = async (person: string, kind: 'mode' | 'halt', body: object): Promise<unknown> => {
      const id =
        kind === 'mode'
          ? await run.command(person, 'mode', {
              workflow: 'refunds-under-50',
              mode: 'suggest',
              note: 'x',
              ...body,
            })
          : await run.command(person, 'halt', { scope: 'everything', reads: false, note: 'x', ...body })
      const [event] = await run.outcomeOf('none', id)
      return event
    }
    expect(await code('maria-keller', 'mode', { mode: 'autonomous' })).to.have.nested.property(
      'data.code',
      'MODE_CEILING',
    )
    expect(await code('jonas-brandt', 'mode', {})).to.have.nested.property('data.code', 'NOT_YOUR_ROLE')
    expect(await code('jonas-brandt', 'halt', {})).to.have.nested.property('data.code', 'NOT_YOUR_ROLE')
    expect(await code('maria-keller', 'halt', {})).to.have.property('type', 'Halted')
  })
})

describe('a repeat after an unclear answer', () => {
  it('on trust: a repeat stands on a probe of this very definition, within what the tool keeps', async () => {
    await using run = await startPlayed({
      mode: 'act-low-risk',
      files: swap(refunds, 'keeps: 24h', 'keeps: 3s'),
    })
    expect(await settle(run, await unclear(run, '7101')), 'never probed').to.have.property('do', 'drop')
    await probed(run, 'sample', false)
    expect(await settle(run, await unclear(run, '7102')), 'failed').to.have.property('do', 'drop')
    await probed(run, 'another', true)
    expect(await settle(run, await unclear(run, '7103')), 'of another').to.have.property('do', 'drop')
    await probed(run, 'sample', true)
    expect(await settle(run, await unclear(run, '7104')), 'passed').to.deep.include({ do: 'run', claim: 2 })
    const late = await unclear(run, '7105')
    const since = Date.parse((await run.goalOf(late.goal)).effects[late.effect]?.startedAt ?? '')
    await run.until('the tool has forgotten the key', async () => Date.now() - since > 3000)
    expect(await settle(run, late), 'too late').to.have.property('do', 'drop')
    expect((await run.goalOf(late.goal)).effects[late.effect]?.status).to.equal('unknown')
  })
})

describe('money without a cap', () => {
  it('stays: a currency without a cap cannot move', async () => {
    await using run = await startPlayed({
      mode: 'act-low-risk',
      files: (files) =>
        swap(
          refunds,
          `amount < money("20 EUR") && `,
          '',
        )(swap(refunds, ' && amount < money("50 EUR")', '')(files)),
    })
    const dollars: Reads = (tool, given) =>
      tool === 'shop.get_order'
        ? freshOrder(given['id'], { currency: 'USD' })
        : { ...customer, id: String(given['id']) }
    const { goal, task } = await run.refundGoal()
    const answer = await run.propose({ goal, task, args: args('7201'), from: dollars })
    expect(answer).to.have.nested.property('answer.code', 'NO_BUDGET')
    expect(await run.goalOf(goal)).to.have.nested.property('escalation.code', 'NO_BUDGET')
  })
})
