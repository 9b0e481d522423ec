import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { joinSteps } from '../../console/answers/join-steps.ts'
import { startPlayed, type Played } from './played.fixture.ts'

const send = async (run: Played, agent: string, goal: string, part: Record<string, unknown>) => {
  const bus = run.worker(agent)
  const whole = { v: 1, goal, attempt: 1, worker: 'w1', part: 0, parts: 1, ...part }
  await bus.publish(bus.subjects.trail(agent, goal), whole, { msgId: randomUUID() })
}

describe('the trail', () => {
  it('keeps a step whose parts reach different replicas, and nothing that another agent says of it', async () => {
    await using run = await startPlayed({ supervisors: 2 })
    const { goal, task } = await run.refundGoal()
    const text = JSON.stringify({ says: 'x'.repeat(5000) })
    const size = Math.ceil(text.length / 8)
    const parts = Array.from({ length: 8 }, (_, part) => text.slice(part * size, (part + 1) * size))
    await send(run, 'finance', goal, { id: 's1', task, part: 0, parts: 8, text: 'forged' })
    for (const [part, piece] of parts.entries())
      await send(run, 'support', goal, { id: 's1', task, part, parts: 8, text: piece })
    const step = await run.until('the step is whole', async () =>
      joinSteps(await run.store.steps(goal)).find(
        ({ content }) => !JSON.stringify(content).includes('fault'),
      ),
    )
    expect(step).to.deep.include({ id: 's1', by: 'support', content: JSON.parse(text) })
    expect((await run.store.steps(goal)).map(({ by }) => by)).to.not.include('finance')
  })

  it('takes no part that is none of its step, and goes on after what is no JSON', async () => {
    await using run = await startPlayed()
    const { goal, task } = await run.refundGoal()
    await send(run, 'support', goal, { id: 's1', task, part: 2, parts: 2, text: '{}' })
    await send(run, 'support', goal, { id: 's2', task, text: 'no JSON' })
    await send(run, 'support', goal, { id: 's3', task, text: `${'['.repeat(5000)}${']'.repeat(5000)}` })
    await send(run, 'support', goal, { id: 's4', task, text: '{"says":"here"}' })
    await run.until('the sound one is kept', async () => (await run.store.steps(goal)).length === 1)
    expect((await run.store.steps(goal)).map(({ id }) => id)).to.deep.equal(['s4'])
  })
})
