import { fileURLToPath } from 'node:url'
import { spawnModelStub } from '../model-stub/spawn-model-stub.ts'
import { allAtOnce } from './all-at-once.fixture.ts'
import { autonomous, sampleConfig, wideCaps } from './sample-config.fixture.ts'
import { ended, eventsOf, startScenario } from './scenario.fixture.ts'

const script = fileURLToPath(new URL('rewording-model.fixture.ts', import.meta.url))

export type Reworded = {
  seed: number
  order: string
  /** how the goal ended, or where it stands */
  end: string
  /** proposals of the one refund, over all of its wordings */
  wordings: number
  handoffs: number
  /** lines of the shop's journal for the order, and what they paid in cents */
  journal: number
  paid: number[]
}

/**
 * One refund a seed, each worded anew at each proposal and handed back and forth, in one installation. What is
 * answered is read from the record and from the shop's own files.
 */
export const runRewordings = async (
  seeds: readonly number[],
  told: (done: number) => void = () => undefined,
): Promise<Reworded[]> => {
  await using stub = await spawnModelStub({ script })
  await using config = await sampleConfig([...wideCaps, ...autonomous])
  await using run = await startScenario({
    config: config.folder,
    processes: { gateway: 2, worker: 2 },
    env: { OPENAI_API_KEY: 'sk-stub', OPENAI_BASE_URL: stub.baseUrl },
  })
  const orderOf = (seed: number): string => `w${seed}`
  run.shop.addOrders(seeds.map((seed) => ({ id: orderOf(seed), customer: `cus-w${seed}`, total: 3000 })))
  await run.ready()
  let done = 0
  // Awaited here: what was started is disposed of when this function is left.
  return await allAtOnce(seeds, 16, async (seed) => {
    const order = orderOf(seed)
    const goal = await run.submit(`Refund 30 EUR for order ${order} (seed ${seed})`, {
      workflow: 'refunds-under-50',
      contract: 'support.refund@1',
      payload: { order_id: order, amount: 30 },
    })
    const looked = await run.until(goal, 'over', (now) => ended(now) || now.goal.status === 'with-person')
    const steps = JSON.stringify(await run.remit.store.steps(goal))
    told((done += 1))
    return {
      seed,
      order,
      end: looked.goal.class ?? `${looked.goal.status} ${looked.goal.escalation?.code ?? ''}`,
      wordings: steps.split('"name":"shop__refund_order"').length - 1,
      handoffs: eventsOf(looked, 'HandedOff').length,
      journal: run.shop.journal(order).length,
      paid: run.shop.paid(order),
    }
  })
}
