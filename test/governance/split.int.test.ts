import { expect } from 'chai'
import { z } from 'zod'
import type { Goal } from '../../supervisor/decider/state.ts'
import { freshOrder, shopReads, type Reads } from './played-values.fixture.ts'
import { startPlayed, type Played } from './played.fixture.ts'

const matter = (order_id: string) => ({
  goal: `refund order ${order_id}`,
  workflow: 'refunds-under-50',
  contract: 'support.refund@1',
  payload: { order_id },
})
const customerEach: Reads = (tool, given) =>
  tool === 'shop.get_order'
    ? freshOrder(given['id'], { customer_id: `C${String(given['id'])}` })
    : shopReads(tool, given)
const taskOf = (goal: Goal): string => Object.keys(goal.tasks)[0] ?? ''

/** A goal that triage took apart; each part's task is held by a worker of support. */
const splitGoal = async (run: Played, ...orders: string[]) => {
  const goal = await run.submit({ goal: `refund ${orders.join(' and ')}, each for another reason` })
  const begun = await run.goalWhere(goal, 'is with triage', ({ tasks }) => Object.keys(tasks).length > 0)
  await run.work('triage', {
    op: 'claim',
    goal,
    task: taskOf(begun),
    attempt: 1,
    worker: 'w1',
    graph: 'played',
    models: [],
  })
  await run.outcome(goal, taskOf(begun), { kind: 'split', intents: orders.map(matter) }, { agent: 'triage' })
  const whole = await run.goalWhere(goal, 'is split', ({ split }) => split !== null)
  const parts: { goal: string; task: string }[] = []
  for (const child of whole.split?.children ?? []) {
    await run.until(`${child.goal} is there`, async () => (await run.store.load(child.goal)).length > 0)
    const part = await run.goalWhere(child.goal, 'has a task', ({ tasks }) => Object.keys(tasks).length > 0)
    await run.claimTask(part.id, taskOf(part))
    parts.push({ goal: part.id, task: taskOf(part) })
  }
  return { goal, parts }
}

describe('a split goal, on the bus', function () {
  this.timeout(60_000)

  it('becomes goals of its own with the same trace, and ends as the worst of them', async () => {
    await using run = await startPlayed()
    const { goal, parts } = await splitGoal(run, '1044', '1050')
    expect(parts.map((part) => part.goal)).to.deep.equal([`${goal}/1`, `${goal}/2`])
    const whole = await run.goalOf(goal)
    for (const part of parts) {
      const state = await run.goalOf(part.goal)
      expect(state).to.include({ routed: true, workflow: 'refunds-under-50', account: whole.account })
      expect(state.traceparent.split('-')[1]).to.equal(whole.traceparent.split('-')[1])
    }
    for (const part of parts)
      await run.outcomeOf(
        part.goal,
        await run.command('maria-keller', 'resolve', { goal: part.goal, note: 'by hand' }),
      )
    const ended = await run.goalWhere(goal, 'has ended', ({ status }) => status === 'ended')
    expect(ended).to.include({ class: 'by-person', endCode: 'PARTS_ENDED' })
  })

  it('moves no more in all its parts together than the largest of them may alone', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { parts } = await splitGoal(run, '1044', '1050', '1051')
    const answers = []
    for (const [index, part] of parts.entries())
      answers.push(
        await run.propose({
          goal: part.goal,
          task: part.task,
          args: { order_id: ['1044', '1050', '1051'][index], amount: 19, reason: 'broken' },
          from: customerEach,
        }),
      )
    expect(answers.map((one) => one.do)).to.deep.equal(['run', 'run', 'answer'])
    expect(answers[2], '57 EUR of 50').to.have.nested.property('answer.code', 'OVER_BUDGET')
  })

  it('cancels its parts when a person cancels the whole, and ends with the last of them', async () => {
    await using run = await startPlayed()
    const { goal, parts } = await splitGoal(run, '1044', '1050')
    await run.outcomeOf(goal, await run.command('maria-keller', 'cancel', { goal }))
    for (const part of parts) {
      const state = await run.goalWhere(part.goal, 'has ended', ({ status }) => status === 'ended')
      expect(state.class).to.equal('cancelled')
    }
    const ended = await run.goalWhere(goal, 'has ended', ({ status }) => status === 'ended')
    expect(ended.class).to.equal('cancelled')
  })

  it('is halted with all its parts', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, parts } = await splitGoal(run, '1044', '1050')
    const [part] = parts
    await run.outcomeOf(
      'none',
      await run.command('maria-keller', 'halt', { scope: `goal:${goal}`, reads: false }),
    )
    const args = { order_id: '1044', amount: 5, reason: 'broken' }
    const answer = await run.propose({
      goal: part?.goal ?? '',
      task: part?.task ?? '',
      args,
      from: customerEach,
    })
    expect(answer).to.have.nested.property('answer.code', 'HALTED')
  })

  it('sends a part to a person whose workflow does not admit it, and the others go on', async () => {
    await using run = await startPlayed({
      files: (files) => ({
        ...files,
        'workflows/refunds-under-50.yaml': (files['workflows/refunds-under-50.yaml'] ?? '').replace(
          /^admit: .*$/m,
          'admit: \'payload.order_id == "1044"\'',
        ),
      }),
    })
    const goal = await run.submit({ goal: 'two things' })
    const begun = await run.goalWhere(goal, 'is with triage', ({ tasks }) => Object.keys(tasks).length > 0)
    const claim = { op: 'claim', goal, task: taskOf(begun), attempt: 1, worker: 'w1', graph: 'g', models: [] }
    await run.work('triage', claim)
    const intents = [matter('1044'), matter('1050')]
    await run.outcome(goal, taskOf(begun), { kind: 'split', intents }, { agent: 'triage' })
    const refused = await run.until('the second part is there', async () =>
      (await run.store.load(`${goal}/2`)).length > 0 ? run.goalOf(`${goal}/2`) : null,
    )
    expect(refused.escalation?.code).to.equal('NOT_ADMITTED')
    const admitted = await run.until('the first part is there', async () =>
      (await run.store.load(`${goal}/1`)).length > 0 ? run.goalOf(`${goal}/1`) : null,
    )
    expect(z.string().parse(admitted.workflow)).to.equal('refunds-under-50')
    expect(admitted.routed).to.equal(true)
  })

  it('goes on with its parts after every supervisor died', async () => {
    await using run = await startPlayed()
    const { goal, parts } = await splitGoal(run, '1044', '1050')
    const [first, second] = parts.map((part) => part.goal)
    await run.outcomeOf(first ?? '', await run.command('maria-keller', 'cancel', { goal: first ?? '' }))
    await run.restart()
    await run.outcomeOf(
      second ?? '',
      await run.command('maria-keller', 'resolve', { goal: second ?? '', note: 'by hand' }),
    )
    const ended = await run.goalWhere(goal, 'has ended', ({ status }) => status === 'ended')
    expect(ended.class).to.equal('cancelled')
  })
})
