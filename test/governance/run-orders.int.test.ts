import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { startPlayed } from './played.fixture.ts'

const args = { order_id: '1044', amount: 15, reason: 'broken' }

describe('an order to run', () => {
  it('is given again to the gateway that lost the answer, while its claim stands', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, task } = await run.refundGoal()
    const id = randomUUID()
    const first = await run.propose({ goal, task, args, id })
    expect(first).to.deep.include({ do: 'run', claim: 1 })
    expect(await run.propose({ goal, task, args, id })).to.deep.equal(first)
  })

  it('is given to nobody else, whatever id is repeated', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, task } = await run.refundGoal()
    const id = randomUUID()
    expect(await run.propose({ goal, task, args, id })).to.deep.include({ do: 'run' })
    const other = await run.propose({ goal, task, args, id, gateway: 'gw-2' })
    expect(other).to.have.nested.property('answer.status', 'waiting')
  })

  it('of an old claim is not given again for the claim that followed it', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, task } = await run.refundGoal()
    const old = randomUUID()
    const first = await run.propose({ goal, task, args, id: old })
    if (first.do !== 'run') throw new Error(first.do)
    await run.result(goal, first.effect, 1, { status: 'failed' })
    await run.goalWhere(goal, 'has failed once', (state) => state.effects[first.effect]?.status === 'failed')
    const failed = await run.propose({ goal, task, args, id: old })
    expect(failed, 'what the record says').to.have.nested.property('answer.status', 'error')
    const second = await run.propose({ goal, task, args })
    expect(second).to.deep.include({ do: 'run', claim: 2 })
    const again = await run.propose({ goal, task, args, id: old })
    expect(again).to.have.nested.property('answer.status', 'waiting')
    await run.result(goal, first.effect, 2)
    await run.goalWhere(goal, 'is done', (state) => state.effects[first.effect]?.status === 'done')
    for (const id of [old, randomUUID()])
      expect(await run.propose({ goal, task, args, id })).to.have.nested.property('answer.sameEffect', true)
  })
})
