import { expect } from 'chai'
import { given } from '../given-for-test.ts'
import { accept, people } from '../samples-for-test.ts'
import { personMay } from './person-may.ts'

const { goal } = given([accept({ person: 'emil' })])

describe('rule: who may take a goal over', () => {
  it("lets the owner's role", () => {
    expect(personMay(goal, people.bob, 'lead', 'owner-only')).to.equal(null)
  })
  it('lets who asked withdraw it, and no more', () => {
    expect(personMay(goal, people.emil, 'lead', 'own-too')).to.equal(null)
    expect(personMay(goal, people.emil, 'lead', 'owner-only')).to.equal('NOT_YOUR_ROLE')
  })
  it('lets nobody else', () => {
    expect(personMay(goal, people.cleo, 'lead', 'own-too')).to.equal('NOT_YOUR_ROLE')
  })
})
