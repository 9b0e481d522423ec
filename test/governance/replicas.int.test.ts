import { randomUUID, sign } from 'node:crypto'
import { expect } from 'chai'
import { homeFiles } from '../../contracts/home-files.ts'
import { keyPair } from '../../store/key-files.ts'
import { contractCheck } from '../../supervisor/tasks/contract-check.ts'
import { serveAuthorise } from '../../supervisor/effects/serve-authorise.ts'
import { serveWork } from '../../supervisor/tasks/serve-work.ts'
import { takeCommand } from '../../supervisor/people/take-command.ts'
import { freshOrder, shopReads, type Reads } from './played-values.fixture.ts'
import { startPlayed, type Played } from './played.fixture.ts'

const rounds = 12
const args = (amount: number, order: string) => ({ order_id: order, amount, reason: 'broken' })
/** Each order has a customer of its own, whose cap it is alone in. */
const customerEach: Reads = (tool, given) =>
  tool === 'shop.get_order'
    ? freshOrder(given['id'], { customer_id: `C${String(given['id'])}` })
    : shopReads(tool, given)
const fulfilled = <T>(results: PromiseSettledResult<T>[]): T[] =>
  results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
/** What the ledger holds for this goal, by kind, against what its record says is held. */
const heldBy = async (run: Played, goal: string) =>
  Object.fromEntries(
    (await run.store.ledger(`goal:${goal}`)).map(({ kind, held, used }) => [kind, held + used]),
  )

describe('two replicas at once', function () {
  const standing = new AsyncDisposableStack()
  let run: Played
  let both: Played['supervisor'][]
  before(async () => {
    run = standing.use(await startPlayed({ mode: 'act-low-risk' }))
    both = [run.supervisor, await run.start()]
  })
  after(() => standing.disposeAsync())

  it('give a task to one worker, and the loser takes nothing from what the winner drew', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const goal = await run.submit({
        goal: 'refund it',
        workflow: 'refunds-under-50',
        payload: { order_id: '1044' },
      })
      const [task = ''] = Object.keys((await run.goalOf(goal)).tasks)
      const claims = await Promise.allSettled(
        both.map(({ deps }, index) =>
          serveWork(deps)(
            {
              op: 'claim',
              id: randomUUID(),
              goal,
              task,
              attempt: 1,
              worker: `w${index}`,
              graph: 'played',
              models: ['gpt-4.1-mini'],
            },
            'support',
          ),
        ),
      )
      expect(fulfilled(claims)).to.have.length(1)
      const { holders } = await run.goalOf(goal)
      expect(Object.keys(holders)).to.have.length(1)
      expect(await heldBy(run, goal)).to.deep.include({ tokens: 8000n })
    }
  })

  it('take one decision once, and its hold stays', async () => {
    const key = await keyPair(homeFiles(run.home).keys, 'console')
    for (let round = 0; round < rounds; round += 1) {
      const order = `${2000 + round}`
      const { goal, task } = await run.refundGoal()
      await run.propose({ goal, task, args: args(25, order) })
      const [approval] = Object.values((await run.goalOf(goal)).approvals)
      const signed = JSON.stringify({
        v: 1,
        id: randomUUID(),
        at: new Date().toISOString(),
        person: 'maria-keller',
        kind: 'decide',
        body: { goal, approval: approval?.id, decision: 'approve', args: args(22, order) },
      })
      const signature = sign(null, Buffer.from(signed), key.privateKey).toString('base64url')
      await Promise.all(both.map(({ deps }) => takeCommand(deps, contractCheck())({ signed, signature }, '')))
      const state = await run.goalOf(goal)
      expect(state.effects[approval?.effect ?? '']?.status).to.equal('authorised')
      expect(await heldBy(run, goal)).to.deep.include({ money_moved: 2200n })
    }
  })

  it('begin a call once, and hold for it what was begun, whatever the other was asked', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const order = `${3000 + round}`
      const { goal, task } = await run.refundGoal()
      const asked = (amount: number, gateway: string) => ({
        id: randomUUID(),
        gateway,
        goal,
        task,
        attempt: 1,
        agent: 'support',
        worker: 'w1',
        tool: 'shop.refund_order',
        args: args(amount, order),
        definition: 'sample',
      })
      const answers = await Promise.all(
        both.map(async ({ deps }, index) => {
          const call = asked(10 + index, `gw-${index}`)
          return run.inRoundsWith(
            serveAuthorise(deps),
            (facts) => (facts.length === 0 ? { op: 'propose', ...call } : { op: 'facts', ...call, facts }),
            customerEach,
          )
        }),
      )
      const started = answers.filter((answer) => answer.do === 'run')
      expect(started, JSON.stringify(answers)).to.have.length(1)
      const [effect] = Object.values((await run.goalOf(goal)).effects)
      expect(effect?.status).to.equal('executing')
      const amount = BigInt(Math.round(Number(effect?.amount?.amount) * 100))
      await run.until('the ledger holds what was begun', async () => {
        const { money_moved: held } = await heldBy(run, goal)
        return held === amount
      })
      expect((await run.store.heldKeys('9999')).map((row) => row.effect)).to.include(effect?.id)
    }
  })
})
