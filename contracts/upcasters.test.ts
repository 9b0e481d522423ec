import { expect } from 'chai'
import { eventSchemas } from './events.ts'
import { controlEvents } from './events/control-events.ts'
import { currentVersion, upcast } from './upcasters.ts'

describe('upcasters', () => {
  it('leave an event of the current version as it is, by identity', () => {
    const data = { check: 1 }
    for (const type of [...Object.keys(eventSchemas), ...Object.keys(controlEvents)])
      expect(upcast(type, currentVersion(type), data)).to.equal(data)
  })
  it('lead from every version to the next without a gap', () => {
    for (const type of [...Object.keys(eventSchemas), ...Object.keys(controlEvents)]) {
      expect(currentVersion(type)).to.be.at.least(1)
      for (let v = 1; v < currentVersion(type); v += 1)
        expect(() => upcast(type, v, {}), `${type} ${v}`).not.to.throw('upcaster')
    }
  })
  it('say that the record is broken where a step is missing', () => {
    expect(() => upcast('GoalAccepted', 0, {})).to.throw('missing: upcaster')
  })
})
