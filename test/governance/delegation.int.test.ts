import { expect } from 'chai'
import { z } from 'zod'
import { Claimed } from '../../contracts/work.ts'
import type { Goal } from '../../supervisor/decider/state.ts'
import { cardOf } from './played-values.fixture.ts'
import { startPlayed, type Played } from './played.fixture.ts'

const args = (amount: number, order = '1044') => ({ order_id: order, amount, reason: 'broken' })
const asked = (contract: string, more: Record<string, unknown> = {}) => ({
  contract,
  payload: { n: 1 },
  ...more,
})
const check = 'finance.check-refund@1'

const claim = async (run: Played, agent: string, goal: string, task: string, attempt = 1) =>
  Claimed.parse(
    await run.work(agent, {
      op: 'claim',
      goal,
      task,
      attempt,
      worker: 'w1',
      graph: 'played',
      models: [],
    }),
  )
const delegated = (goal: Goal) => Object.values(goal.delegations)
/** A refund whose task waits for the children named; each is held by a worker of its agent. */
const waiting = async (run: Played, ...contracts: string[]) => {
  const { goal, task } = await run.refundGoal()
  await run.outcome(goal, task, { kind: 'delegate', children: contracts.map((one) => asked(one)) })
  const state = await run.goalWhere(goal, 'waits for others', ({ tasks }) => tasks[task]?.status === 'parked')
  const children = delegated(state)[0]?.children.flatMap((child) => child.tasks) ?? []
  for (const child of children) await claim(run, state.tasks[child]?.agent ?? '', goal, child)
  return { goal, task, children }
}
const conclude = (run: Played, goal: string, task: string, result: unknown, agent = 'finance') =>
  run.outcome(goal, task, { kind: 'concluded', result }, { agent })
const Answer = z.object({ answer: z.object({ status: z.string() }) })

describe('delegation, on the bus', function () {
  this.timeout(60_000)

  it('gives whoever waits the answers, typed, in the order in which they were asked for', async () => {
    await using run = await startPlayed()
    await run.offerCards('finance', cardOf('finance', check, 'finance.look@1'))
    const { goal, task, children } = await waiting(run, check, 'finance.look@1')
    const [first = '', second = ''] = children
    await run.outcome(goal, second, { kind: 'declined', reason: 'Not today.' }, { agent: 'finance' })
    await conclude(run, goal, first, { ok: true })
    await run.goalWhere(goal, 'is woken', ({ tasks }) => tasks[task]?.status === 'woken')
    const claimed = await claim(run, 'support', goal, task)
    expect(claimed.delegations.map(({ results }) => results)).to.deep.equal([
      [
        { task: first, contract: check, status: 'ok', code: '', content: { ok: true } },
        {
          task: second,
          contract: 'finance.look@1',
          status: 'failed',
          code: 'DECLINED',
          content: 'Not today.',
        },
      ],
    ])
  })

  it('R4: a tool that needs approval needs it at any depth of delegation', async () => {
    await using run = await startPlayed({ apart: true })
    await run.offerCards('finance', cardOf('finance', check, 'finance.look@1', 'finance.deep@1'))
    const { goal, children } = await waiting(run, check)
    const depths = [children[0] ?? '']
    for (const contract of ['finance.look@1', 'finance.deep@1']) {
      const above = depths.at(-1) ?? ''
      await run.outcome(goal, above, { kind: 'delegate', children: [asked(contract)] }, { agent: 'finance' })
      const state = await run.goalWhere(goal, 'is deeper', ({ tasks }) => tasks[above]?.status === 'parked')
      const [below = ''] = Object.keys(state.tasks).slice(-1)
      await claim(run, 'finance', goal, below)
      depths.push(below)
    }
    const answer = await run.propose({ goal, task: depths[2] ?? '', agent: 'finance', args: args(25) })
    expect(Answer.parse(answer).answer.status, 'three deep').to.equal('waiting')
    const state = await run.goalOf(goal)
    expect(Object.values(state.approvals).map((one) => one.status)).to.deep.equal(['open'])
    expect((await run.events(goal)).some(({ type }) => type === 'EffectStarted')).to.equal(false)
    expect((await claim(run, 'finance', goal, depths[2] ?? '')).delegates, 'nobody deeper').to.deep.equal([])
  })

  it('R10: a late answer after the join is recorded and ignored, never merged', async () => {
    await using run = await startPlayed({ apart: true })
    const { goal, task } = await run.refundGoal()
    await run.outcome(goal, task, { kind: 'delegate', within: 1, children: [asked(check)] })
    const state = await run.goalWhere(goal, 'waits', ({ delegations }) => Object.keys(delegations).length > 0)
    const child = delegated(state)[0]?.children[0]?.tasks[0] ?? ''
    await claim(run, 'finance', goal, child)
    await run.goalWhere(goal, 'is woken', ({ tasks }) => tasks[task]?.status === 'woken')
    await conclude(run, goal, child, { ok: true })
    await run.until('the late outcome is recorded', async () =>
      (await run.events(goal)).find(({ type, data }) => type === 'OutcomeReceived' && data.late),
    )
    const claimed = await claim(run, 'support', goal, task)
    expect(claimed.delegations[0]?.results[0]).to.deep.include({ status: 'timeout', content: null })
  })

  it('R17: a delegate inherits what is left of budget and limits', async () => {
    await using run = await startPlayed({ apart: true, mode: 'act-low-risk' })
    const { goal, children } = await waiting(run, check)
    const [child = ''] = children
    const first = await run.propose({ goal, task: child, agent: 'finance', args: args(15) })
    expect(first).to.deep.include({ do: 'run' })
    const second = await run.propose({ goal, task: child, agent: 'finance', args: args(19, '1050') })
    expect(second).to.deep.include({ do: 'run' })
    const third = await run.propose({ goal, task: child, agent: 'finance', args: args(18, '1051') })
    expect(third, '50 EUR for the goal, whoever spends it').to.have.nested.property(
      'answer.code',
      'OVER_BUDGET',
    )
  })

  it('R18: after a handoff the specialist has its own tools and all facts', async () => {
    await using run = await startPlayed({ apart: true, mode: 'act-low-risk' })
    const { goal, task } = await run.refundGoal()
    const order = await run.propose({ goal, task, args: args(15) })
    if (order.do !== 'run') throw new Error(order.do)
    await run.result(goal, order.effect, 1)
    await run.goalWhere(goal, 'is done', ({ effects }) => effects[order.effect]?.status === 'done')
    await run.outcome(goal, task, {
      kind: 'handoff',
      contract: check,
      payload: { order: '1044' },
      note: 'The customer wrote twice.',
    })
    const state = await run.goalWhere(goal, 'is handed on', ({ tasks }) => Object.keys(tasks).length > 1)
    const claimed = await claim(run, 'finance', goal, Object.keys(state.tasks).at(-1) ?? '')
    expect(claimed.contract).to.equal(check)
    expect(claimed.payload).to.deep.equal({ order: '1044' })
    expect(claimed.journal.map(({ effect, state: is }) => [effect, is])).to.deep.equal([
      [order.effect, 'done'],
    ])
    expect(JSON.stringify(claimed.notes)).to.contain('The customer wrote twice.')
    const [, payload = ''] = /^([^.]+)\./.exec(claimed.grant) ?? []
    const grant = z
      .object({ agent: z.string(), read: z.array(z.string()) })
      .parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
    expect(grant.agent).to.equal('finance')
    expect(grant.read).to.include('shop.get_order')
  })

  it('R19: A -> B -> A without new facts is stopped and explained', async () => {
    await using run = await startPlayed({ apart: true })
    const { goal, task } = await run.refundGoal()
    let [from, agent, held] = [task, 'support', 1]
    for (const [contract, n] of [
      [check, 1],
      ['support.refund@1', 2],
      [check, 3],
    ] as const) {
      await run.outcome(goal, from, { kind: 'handoff', contract, payload: { n }, note: 'yours' }, { agent })
      held += 1
      const state = await run.goalWhere(
        goal,
        'moved',
        ({ tasks, escalation }) => escalation !== null || Object.keys(tasks).length === held,
      )
      if (state.escalation !== null) break
      from = Object.keys(state.tasks).at(-1) ?? ''
      agent = contract.split('.')[0] ?? ''
      await claim(run, agent, goal, from)
    }
    const { escalation } = await run.goalOf(goal)
    expect(escalation?.code).to.equal('LOOP')
    const why = JSON.stringify(await run.store.getTrail(goal, escalation?.why ?? ''))
    expect(why).to.contain('support -> finance -> support -> finance')
    expect((await run.goalOf(goal)).tasks[from]?.status).to.equal('over')
  })

  it("goes on where a person's note makes the same handoff a new matter", async () => {
    await using run = await startPlayed()
    const { goal, task } = await run.refundGoal()
    const handoff = { kind: 'handoff', contract: check, payload: { order: '1044' }, note: 'look' }
    await run.outcome(goal, task, handoff)
    const one = await run.goalWhere(goal, 'is handed on', ({ tasks }) => Object.keys(tasks).length === 2)
    const second = Object.keys(one.tasks)[1] ?? ''
    await claim(run, 'finance', goal, second)
    await run.outcome(
      goal,
      second,
      { kind: 'handoff', contract: 'support.refund@1', payload: {}, note: '' },
      { agent: 'finance' },
    )
    const two = await run.goalWhere(goal, 'is back', ({ tasks }) => Object.keys(tasks).length === 3)
    const third = Object.keys(two.tasks)[2] ?? ''
    await claim(run, 'support', goal, third)
    await run.outcome(goal, third, handoff)
    await run.goalWhere(goal, 'is stopped', ({ escalation }) => escalation?.code === 'LOOP')
    await run.outcomeOf(
      goal,
      await run.command('maria-keller', 'resume', { goal, note: 'The label is new.' }),
    )
    const four = await run.goalWhere(goal, 'goes on', ({ tasks }) => Object.keys(tasks).length === 4)
    const fourth = Object.keys(four.tasks)[3] ?? ''
    await claim(run, four.tasks[fourth]?.agent ?? '', goal, fourth)
    await run.outcome(goal, fourth, handoff)
    const five = await run.goalWhere(
      goal,
      'is handed on again',
      ({ tasks }) => Object.keys(tasks).length === 5,
    )
    expect(five.escalation).to.equal(null)
  })

  it('R20: after kill -9 nothing stays running without a lease holder, of delegates neither', async () => {
    await using run = await startPlayed({ apart: true })
    const { goal, task, children } = await waiting(run, check)
    const [child = ''] = children
    // Its worker is gone without a word, and so is every supervisor that knew of it.
    await run.restart()
    const after = await run.until(
      'the silent attempt is over',
      async () => {
        const state = await run.goalOf(goal)
        return state.tasks[child]?.attempt === 2 && state
      },
      45_000,
    )
    expect(after.tasks[child]).to.deep.include({ status: 'assigned', worker: null, until: null })
    for (const one of Object.values(after.tasks)) expect(one.status).to.not.equal('running')
    expect(after.tasks[task]).to.deep.include({ status: 'parked', until: null })
    await claim(run, 'finance', goal, child, 2)
    await run.outcome(goal, child, { kind: 'concluded', result: {} }, { agent: 'finance', attempt: 2 })
    await run.goalWhere(goal, 'is woken', ({ tasks }) => tasks[task]?.status === 'woken')
  })

  it('takes every child along when a person cancels', async () => {
    await using run = await startPlayed()
    const { goal, children } = await waiting(run, check)
    await run.outcomeOf(goal, await run.command('maria-keller', 'cancel', { goal }))
    const ended = await run.goalWhere(goal, 'has ended', ({ status }) => status === 'ended')
    expect(ended.class).to.equal('cancelled')
    const refused = await run.propose({ goal, task: children[0] ?? '', agent: 'finance', args: args(15) })
    expect(refused).to.have.nested.property('answer.code', 'GOAL_OVER')
  })
})
