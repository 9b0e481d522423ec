import { expect } from 'chai'
import { given } from '../given-for-test.ts'
import { accept, at, claim, claimEffect, judgement, propose, tick } from '../samples-for-test.ts'
import { mayRepeat } from './settles.ts'
import type { Effect } from '../state.ts'

const settling = given([
  accept(),
  claim(),
  propose(),
  tick({ kind: 'effect-lease', effect: 'e1', claim: 1 }, at(5)),
])
const effect = (over: Partial<Effect> = {}): Effect => {
  const known = settling.goal.effects['e1']
  if (known === undefined) throw new Error('no effect')
  return { ...known, ...over }
}
const asked = (over: Parameters<typeof claimEffect>[0] = {}) =>
  claimEffect({ settles: 1, lookup: 'absent', repeatable: true, judgement: judgement(), ...over })

describe('rule: may a call be repeated', () => {
  it('repeats under the same key what is absent, or cannot be looked up', () => {
    expect(mayRepeat(effect(), asked())).to.equal(true)
    expect(mayRepeat(effect(), asked({ lookup: 'none' }))).to.equal(true)
  })
  it('repeats nothing where any single thing speaks against it', () => {
    const against: Parameters<typeof claimEffect>[0][] = [
      { repeatable: false },
      { lookup: 'unreadable' },
      { state: 'facts-2' },
      { halted: true },
      { listed: false },
      { definitionAccepted: false },
      { judgement: null },
      { judgement: judgement({ allow: false }) },
    ]
    for (const over of against) expect(mayRepeat(effect(), asked(over)), JSON.stringify(over)).to.equal(false)
  })
  it('repeats no third time', () => {
    expect(mayRepeat(effect({ claim: 3 }), asked())).to.equal(false)
  })
})
