import { expect } from 'chai'
import { given } from './given-for-test.ts'
import {
  accept,
  asking,
  at,
  cancel,
  claim,
  decision,
  outcome,
  park,
  propose,
  result,
  resume,
  resolve,
  terms,
  tick,
} from './samples-for-test.ts'

const running = given([accept(), claim()])
const waiting = running.and(asking(), park())
const lease = (attempt: number, when: number) => tick({ kind: 'lease', task: 't1', attempt }, at(when))
const silent = (told: ReturnType<typeof running.when>): void => {
  expect(told.events).to.deep.equal([])
}

describe('a lease of a task that ran out', () => {
  it('gives the next attempt, and after the third a person', () => {
    const second = running.and(lease(1, 2))
    expect(second.goal.tasks['t1']).to.include({ status: 'assigned', attempt: 2, worker: null })
    const third = second.and(claim({ attempt: 2 }), lease(2, 3), claim({ attempt: 3 }))
    const told = third.when(lease(3, 4))
    expect(told.types).to.deep.equal(['AttemptFailed', 'Escalated'])
    expect(told.goal.escalation?.code).to.equal('ATTEMPTS_SPENT')
  })
  it('counts the slice of who fell silent as spent: nobody knows what was used', () => {
    const drawn = given([accept(), claim({ slice: { tokens: 100, cost: 7 } })])
    expect(drawn.when(lease(1, 2)).goal.spent).to.deep.equal({ tokens: 100, cost: 7 })
  })
  it('is nothing before its time, for an old attempt, twice, or for who is parked, done or gone', () => {
    silent(running.when(lease(1, 1.4)))
    silent(running.and(lease(1, 2), claim({ attempt: 2 })).when(lease(1, 9)))
    silent(running.and(lease(1, 2)).when(lease(1, 9)))
    silent(waiting.when(lease(1, 9)))
    silent(running.and(outcome({ kind: 'concluded', ok: true })).when(lease(1, 50)))
    silent(running.and(resolve()).when(lease(1, 50)))
  })
  it('is nothing for who was woken and holds a newer lease', () => {
    const resumed = waiting.and(decision({ decision: 'reject' }), claim({ at: at(60), until: at(60.5) }))
    silent(resumed.when(lease(1, 60.2)))
  })
})

describe('a task that nobody takes', () => {
  const unclaimed = tick({ kind: 'unclaimed', task: 't1', attempt: 1 }, at(2))
  it('is said once, and stays ordered', () => {
    const told = given([accept()]).and(unclaimed)
    expect(told.goal.tasks['t1']).to.include({ status: 'assigned', unclaimed: true })
    silent(told.when(unclaimed))
  })
  it('is nothing once it is held', () => {
    silent(running.when(unclaimed))
    silent(given([accept()]).when(tick({ kind: 'unclaimed', task: 't9', attempt: 1 }, at(2))))
  })
})

describe('a lease of an effect that ran out', () => {
  const executing = running.and(propose())
  const over = (claimed: number, when: number) =>
    tick({ kind: 'effect-lease', effect: 'e1', claim: claimed }, at(when))
  it('is settled, never judged', () => {
    expect(executing.when(over(1, 2.5)).goal.effects['e1']).to.include({
      status: 'settling',
      code: 'LEASE_OVER',
    })
  })
  it('is nothing before its time, twice, for another claim, or for what is done', () => {
    silent(executing.when(over(1, 2.4)))
    silent(executing.when(over(2, 9)))
    silent(executing.and(over(1, 3)).when(over(1, 9)))
    silent(executing.and(result()).when(over(1, 50)))
  })
})

describe('the deadline', () => {
  const passes = tick({ kind: 'deadline' }, at(120))
  const due = given([accept({ deadline: at(120) }), claim()])
  it('goes to a person when it passes, and not before', () => {
    expect(due.when(passes).types).to.deep.equal(['DeadlinePassed', 'Escalated'])
    silent(due.when(tick({ kind: 'deadline' }, at(119))))
    silent(running.when(passes))
  })
  it('passes once: who resumes the goal goes on without it', () => {
    const resumed = due.and(passes, resume({ at: at(121) }))
    silent(resumed.when(tick({ kind: 'deadline' }, at(122))))
  })
  it('is nothing while a person has the goal, or while it is cancelled', () => {
    silent(due.and(outcome({ kind: 'escalate' })).when(passes))
    silent(due.and(propose(), cancel()).when(passes))
  })
})

describe('the wall time', () => {
  const wall = (minutes: number) => tick({ kind: 'wall' }, at(minutes))
  const cap = 48 * 60
  it('stops the goal when its own time is spent, and not before', () => {
    expect(running.when(wall(cap)).types).to.deep.equal(['BudgetExhausted', 'Escalated'])
    silent(running.when(wall(cap * 0.8 - 1)))
    const warned = running.and(wall(cap * 0.8))
    expect(warned.log.at(-1)?.data).to.deep.equal({ key: 'goal:g_1', kind: 'wall_time', percent: 80 })
    silent(warned.when(wall(cap - 1)))
    expect(warned.when(wall(cap)).types).to.deep.equal(['BudgetExhausted', 'Escalated'])
  })
  it('stands still while a person is awaited', () => {
    const pause = 200
    expect(waiting.goal.wall.since, 'parked for an approval').to.equal(null)
    silent(waiting.when(wall(cap + 1)))
    const woken = waiting.and(decision({ at: at(3 + pause), decision: 'reject' }))
    expect(woken.goal.wall).to.deep.equal({ used: 3 * 60_000, since: at(3 + pause) })
    silent(woken.and(wall(cap + pause - 1)).when(wall(cap + pause - 1)))
    expect(woken.when(wall(cap + pause)).types).to.deep.equal(['BudgetExhausted', 'Escalated'])
  })
  it('stands still while a person has the goal, and while a conclusion waits for a request', () => {
    expect(running.and(outcome({ kind: 'escalate' })).goal.wall).to.deep.equal({
      used: 40 * 60_000,
      since: null,
    })
    const concluded = running.and(asking(), outcome({ kind: 'concluded', ok: true }))
    expect(concluded.goal.wall.since).to.equal(null)
  })
  it('goes on while a gateway is awaited, not a person', () => {
    expect(running.and(propose(), park()).goal.wall.since).to.equal(at(0))
    expect(waiting.and(decision()).goal.wall.since).to.equal(at(10))
  })
  it('is nothing in a workflow without one', () => {
    const free = { ...terms, limits: { ...terms.limits, wallSeconds: null } }
    silent(given([accept(), claim()], free).when(wall(cap * 10)))
  })
})
