import { expect } from 'chai'
import type { Step } from '../port.ts'
import type { CreatePlace } from './place.ts'
import { noon } from './place.ts'

const stepOf = (id: string, content: unknown): Step => ({
  id,
  task: 't1',
  attempt: 1,
  by: 'support',
  worker: 'w1',
  at: noon,
  content,
})

export const stepsConformance = (create: CreatePlace): void => {
  describe('steps', () => {
    it('come back in their order, each id once, of one goal alone', async () => {
      await using place = await create()
      const [store, other] = [await place.open(), await place.open()]
      const [first, second] = [stepOf('z', { tool: 'shop.get_order' }), stepOf('a', 'text')]
      await store.putStep('g', first)
      await other.putStep('g', second)
      await other.putStep('g', stepOf('z', 'another account of the same step'))
      await store.putStep('h', stepOf('z', 'elsewhere'))
      expect(await store.steps('g')).to.deep.equal([first, second])
      expect(await store.steps('never')).to.deep.equal([])
    })

    it('are named without their content once the key of the goal is destroyed', async () => {
      await using place = await create()
      const store = await place.open()
      await store.putStep('g', stepOf('a', 'private'))
      await store.eraseSubject('g')
      expect(await store.steps('g')).to.deep.equal([stepOf('a', null)])
    })
  })
}
