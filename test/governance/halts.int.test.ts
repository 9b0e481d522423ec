import { expect } from 'chai'
import { readControlEvent } from '../../contracts/events.ts'
import { listHalts } from '../../supervisor/control/list-halts.ts'
import { startPlayed } from './played.fixture.ts'

const args = { order_id: '1044', amount: 15, reason: 'broken' }

describe('a halt', () => {
  it('is heard at once by whoever listens, and refuses the next proposal of its scope alone', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk', supervisors: 2 })
    const goal = await run.refundGoal()
    const heard = Promise.withResolvers<string>()
    await using _ = {
      [Symbol.asyncDispose]: async () => {
        listening.stop()
      },
    }
    const listening = run.gateway.subscribe(run.gateway.subjects.control, (message) => {
      const text = JSON.stringify(message.data)
      if (text.includes('"tool:shop.refund_order"')) heard.resolve(text)
    })
    await run.command('maria-keller', 'halt', { scope: 'tool:shop.refund_order', reads: false })
    await heard.promise
    expect(await run.propose({ ...goal, args })).to.have.nested.property('answer.code', 'HALTED')
  })

  it('of an earlier day is listed once a day, with the goals that wait under it', async () => {
    await using run = await startPlayed()
    await run.refundGoal()
    const { deps } = run.supervisor
    const id = await run.command('maria-keller', 'halt', { scope: 'workflow:refunds-under-50', reads: false })
    await run.outcomeOf('none', id)
    expect(await listHalts(deps), 'today somebody made it').to.equal(false)
    const tomorrow = { ...deps, now: () => new Date(Date.now() + 86_400_000).toISOString() }
    expect(await listHalts(tomorrow)).to.equal(true)
    expect(await listHalts(tomorrow)).to.equal(false)
    const events = (await run.store.load(deps.control.log)).map(readControlEvent)
    const listed = events.flatMap((event) => (event.type === 'HaltsListed' ? [event.data.halts] : []))
    expect(listed).to.have.length(1)
    expect(listed[0]?.[0]).to.include({ scope: 'workflow:refunds-under-50', by: 'maria-keller', goals: 1 })
  })
})
