import { expect } from 'chai'
import { memoryPlace } from '../../store/sqlite/temporary-place.ts'
import { accept, claim, terms } from '../decider/samples-for-test.ts'
import { goalCache } from './goal-cache.ts'
import { commandHandler, type Ask, type Built, type Handled } from './handle.ts'

const ask = (cause: string, build: Ask['build']): Ask => ({
  goal: 'g1',
  cause,
  by: { kind: 'supervisor', id: 'test' },
  traceparent: '',
  build,
})
const accepting: Ask['build'] = async () => ({ command: accept({ goal: 'g1' }) })

const handlerOn = async (more: { stopwatch?: () => () => number } = {}) => {
  const place = await memoryPlace()
  const store = await place.open()
  const acted: Handled[] = []
  const handle = commandHandler({
    store,
    cache: goalCache(store),
    terms: async () => terms,
    halted: async () => false,
    afterCommit: async (handled) => void acted.push(handled),
    ...more,
  })
  return { handle, acted, store, [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() }
}

describe('the command handler', () => {
  it('changes nothing for a cause that is in the record, and acts on it again', async () => {
    await using on = await handlerOn()
    const first = await on.handle(ask('c1', accepting))
    const again = await on.handle(ask('c1', accepting))
    expect([first.repeated, again.repeated]).to.deep.equal([false, true])
    expect(again.events).to.deep.equal(first.events)
    expect(await on.store.load('g1')).to.have.length(first.events.length)
    expect(on.acted).to.have.length(2)
  })

  it('decides again, on the new state, where another replica was first, and lets go of what it had taken', async () => {
    await using on = await handlerOn()
    await on.handle(ask('c1', accepting))
    const other = goalCache(on.store)
    const seen: number[] = []
    const gone: number[] = []
    const handled = await on.handle(
      ask('c2', async (state) => {
        seen.push(state?.version ?? 0)
        if (seen.length === 1) {
          const second = commandHandler({
            store: on.store,
            cache: other,
            terms: async () => terms,
            halted: async () => false,
            afterCommit: async () => undefined,
          })
          await second(ask('elsewhere', async () => ({ command: claim({ attempt: 1, worker: 'first' }) })))
        }
        const built: Built = {
          command: claim({ attempt: 1, worker: 'second' }),
          release: async (now) => void gone.push(now?.version ?? 0),
        }
        return built
      }),
    )
    expect(handled.answer).to.deep.include({ kind: 'refused', code: 'NOT_HOLDER' })
    const after = handled.state?.version ?? 0
    expect(seen).to.deep.equal([after - 1, after])
    expect(gone).to.deep.equal([after, after])
  })

  it('makes a decision anew that took too long: what it reserved may have been swept away', async () => {
    let tries = 0
    await using on = await handlerOn({ stopwatch: () => () => (tries === 1 ? 20_001 : 20_000) })
    const released: number[] = []
    const handled = await on.handle(
      ask('c1', async () => {
        tries += 1
        return {
          command: accept({ goal: 'g1' }),
          release: async (now) => void released.push(now?.version ?? 0),
        }
      }),
    )
    expect(handled.events).to.not.have.length(0)
    expect(tries).to.equal(2)
    expect(released).to.deep.equal([0, handled.state?.version])
  })
})
