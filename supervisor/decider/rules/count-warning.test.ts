import { expect } from 'chai'
import { countWarning } from './count-warning.ts'

const goal = { id: 'g_1', warned: [] }

describe("a goal's own counts", () => {
  it('are warned of at 80 %, once, and not where there is no cap', () => {
    expect(countWarning(goal, 'tool_calls', 7, 10)).to.deep.equal([])
    expect(countWarning(goal, 'tool_calls', 8, 10)).to.deep.equal([
      { type: 'BudgetWarned', data: { key: 'goal:g_1', kind: 'tool_calls', percent: 80 } },
    ])
    expect(countWarning({ ...goal, warned: ['tool_calls'] }, 'tool_calls', 9, 10)).to.deep.equal([])
    expect(countWarning({ ...goal, warned: ['handoffs'] }, 'tool_calls', 9, 10)).to.have.length(1)
    expect(countWarning(goal, 'handoffs', 1000, null)).to.deep.equal([])
  })
})
