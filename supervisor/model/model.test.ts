import { isDeepStrictEqual } from 'node:util'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { draft, readGoalEvent } from '../../contracts/events.ts'
import { replay } from '../decider/evolve.ts'
import { createDice } from './dice-for-test.ts'
import { drain } from './drain-for-test.ts'
import { runOne, takeOrder, toolOf } from './gateway-moves-for-test.ts'
import { endPart } from './part-moves-for-test.ts'
import { again, change, orderCheck, somePerson, someTimer, submit } from './other-moves-for-test.ts'
import { finish, parkTask, proposeCall, takeTask, useBudget } from './worker-moves-for-test.ts'
import { createWorld, type World } from './world-for-test.ts'

/** Each move as often as it stands here: what leads further is taken more often than what interrupts it. */
const moves: [number, (world: World) => void][] = [
  [1, submit],
  [10, takeTask],
  [16, proposeCall],
  [6, parkTask],
  [3, useBudget],
  [6, finish],
  [16, takeOrder],
  [20, runOne],
  [4, orderCheck],
  [2, endPart],
  [7, someTimer],
  [12, somePerson],
  [5, again],
  [3, change],
]
const bag = moves.flatMap(([times, move]) => Array.from({ length: times }, () => move))

const runs = Number(process.env['REMIT_TEST_RUNS'] ?? 5000)
const seed = Number(process.env['REMIT_TEST_SEED'] ?? Date.now() % 2 ** 31)
const parameters = { numRuns: runs, seed, endOnFailure: process.env['REMIT_TEST_SHRINK'] === 'no' }

const played = (dice: number, steps: number[]): World => {
  const world = createWorld(createDice(dice))
  submit(world)
  for (const at of steps) bag[at % bag.length]?.(world)
  return world
}
const story = fc.tuple(
  fc.nat(),
  fc.array(fc.noBias(fc.nat(bag.length - 1)), { minLength: 40, maxLength: 240, size: 'max' }),
)

/** What the real systems did, against what the record says of it. */
const journalFaults = (world: World): string[] =>
  Object.values(world.state?.effects ?? {}).flatMap((effect) => {
    const times = world.journal.get(effect.id) ?? 0
    if (world.lies.has(effect.id)) return []
    const wrong =
      times > 1 ||
      (times > 0 && ['refused', 'failed'].includes(effect.status)) ||
      (times === 0 && effect.status === 'done' && !effect.byPerson)
    return wrong ? [`${effect.id} is ${effect.status} and happened ${times} times`] : []
  })

describe('the decider, in any order, with any duplicate, at any crash', function () {
  this.timeout(120_000)
  const seen: Record<string, number> = {}
  const count = (world: World): void => {
    for (const event of world.log) {
      const name = event.type === 'GoalEnded' ? `ended ${event.data.class}` : event.type
      seen[name] = (seen[name] ?? 0) + 1
    }
  }

  before(() => console.log(`      seed ${seed}, ${runs} stories`))

  it('keeps every promise in every state that it reaches, and the record alone gives that state', () => {
    fc.assert(
      fc.property(story, ([dice, steps]) => {
        const world = played(dice, steps)
        count(world)
        expect(journalFaults(world)).to.deep.equal([])
        expect(isDeepStrictEqual(replay(world.log), world.state), 'replay gives the state').to.equal(true)
      }),
      parameters,
    )
  })

  it('writes nothing that its own schemas refuse', () => {
    fc.assert(
      fc.property(story, ([dice, steps]) => {
        for (const { meta, ...event } of played(dice, steps).log)
          expect(readGoalEvent({ ...draft(event), ...meta })).to.deep.equal({ ...event, meta })
      }),
      { ...parameters, numRuns: Math.ceil(runs / 20) },
    )
  })

  for (const workers of [true, false])
    for (const approves of [true, false])
      it(`comes to an end where people ${approves ? 'approve' : 'reject'}${workers ? '' : ' and no worker is there'}`, () => {
        fc.assert(
          fc.property(story, ([dice, steps]) => {
            const world = played(dice, steps)
            drain(world, { workers, approves }, 200)
            count(world)
            expect(journalFaults(world)).to.deep.equal([])
          }),
          { ...parameters, numRuns: Math.ceil(runs / 6) },
        )
      })

  it('has been everywhere: every event and every class of an end came up', function () {
    if (runs < 1000) this.skip()
    const rare = Object.entries(seen).toSorted((a, b) => a[1] - b[1])
    console.log(
      `      rarest: ${rare
        .slice(0, 6)
        .map(([name, times]) => `${name} ${times}`)
        .join(', ')}`,
    )
    expect(Object.keys(seen)).to.include.members([
      'ended done-alone',
      'ended done-approved',
      'ended declined',
      'ended by-person',
      'ended cancelled',
      'ApprovalEdited',
      'ApprovalRerouted',
      'ApprovalRejected',
      'ApprovalVoid',
      'EffectAllowedAgain',
      'EffectByPerson',
      'EffectUnknown',
      'EffectSettling',
      'EffectFailed',
      'ResultLate',
      'CheckFailed',
      'HandedOff',
      'GoalSplit',
      'ChildEnded',
      'Delegated',
      'DelegateEnded',
      'TaskUnclaimed',
      'TaskParked',
      'AttemptFailed',
      'DeadlinePassed',
      'BudgetExhausted',
      'Resumed',
      'ReviewDrawn',
      'EffectReversed',
      'TimeSpent',
    ])
    expect(toolOf('shop.both').lookup).to.equal(true)
  })
})
