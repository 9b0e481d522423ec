import { createPublicKey, verify } from 'node:crypto'
import { expect } from 'chai'
import { readControlEvent } from '../../contracts/events.ts'
import { putSuggestedGoal, type Suggested } from '../measures/suggested-goal.fixture.ts'
import { evidenceFor } from '../../supervisor/control/evidence-for.ts'
import { isDrawn, reviewText } from '../../supervisor/control/review-draw.ts'
import { lookForPromotions } from '../../supervisor/control/look-for-promotions.ts'
import { shopReads } from './played-values.fixture.ts'
import { startPlayed, type Played } from './played.fixture.ts'

const workflow = 'refunds-under-50'

const controlEvents = async (run: Played) =>
  (await run.store.load(run.supervisor.deps.control.log)).map(readControlEvent)
const looks = async (run: Played) =>
  (await controlEvents(run)).flatMap((event) => (event.type === 'PromotionsLooked' ? [event.data] : []))
const modes = async (run: Played) =>
  (await controlEvents(run)).flatMap((event) => (event.type === 'ModeSet' ? [event.data] : []))
const lastMode = async (run: Played): Promise<string[]> => {
  const set = (await modes(run)).at(-1)
  return [set?.mode ?? '', set?.how ?? '']
}
const put = async (run: Played, from: number, to: number, more: Partial<Suggested> = {}): Promise<void> => {
  const { policy } = await run.supervisor.deps.control.fresh()
  for (let n = from; n < to; n += 1)
    await putSuggestedGoal(run.store, {
      id: `g_${n}`,
      workflow,
      policy,
      by: n % 2 === 0 ? 'ann' : 'bob',
      ...more,
    })
}
const said = async (run: Played, goal: string, id: Promise<string>): Promise<unknown[]> => {
  const [first] = await run.outcomeOf(goal, await id)
  return first === undefined ? [] : [first.type, first.data]
}
const codeOf = ([, data]: unknown[]): unknown =>
  typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined
const promote = (run: Played, person = 'maria-keller') =>
  said(run, 'none', run.command(person, 'promote', { workflow }))

describe('a promotion', () => {
  it('is proposed once a day for all replicas, and not again after a restart', async () => {
    await using run = await startPlayed()
    await put(run, 0, 35)
    const { deps } = run.supervisor
    await Promise.all([lookForPromotions(deps), lookForPromotions(deps), run.start()])
    await run.until('the look', async () => (await looks(run)).length > 0)
    await run.restart()
    const [look, ...more] = await looks(run)
    expect(more).to.deep.equal([])
    expect(look?.proposals).to.have.length(1)
    expect(look?.proposals[0]).to.include({ workflow, from: 'suggest', to: 'act-low-risk' })
    expect(look?.proposals[0]?.evidence).to.include({ suggestions: 35, accepted: 35 })
  })

  it('is earned at 35 of 35, done by the owner alone, and never goes above the ceiling', async () => {
    await using run = await startPlayed()
    await put(run, 0, 34)
    expect(codeOf(await promote(run))).to.equal('NOT_EARNED')
    await put(run, 34, 35)
    expect(codeOf(await promote(run, 'jonas-brandt'))).to.equal('NOT_YOUR_ROLE')
    const [type, data] = await promote(run)
    expect(type).to.equal('ModeSet')
    expect(data).to.deep.include({ mode: 'act-low-risk', how: 'promotion', person: 'maria-keller' })
    expect(data).to.have.nested.property('earned.evidence.accepted', 35)
    expect(codeOf(await promote(run))).to.equal('MODE_CEILING')
  })

  it('counts no tour and nothing that a person turned down, and wants a second person', async () => {
    await using run = await startPlayed()
    await put(run, 0, 40, { tour: true })
    expect(codeOf(await promote(run))).to.equal('NOT_EARNED')
    await put(run, 40, 76, { by: 'ann' })
    expect(codeOf(await promote(run)), 'one person').to.equal('NOT_EARNED')
    await put(run, 76, 77, { by: 'bob', answer: 'reject' })
    expect(codeOf(await promote(run)), '36 of 37').to.equal('NOT_EARNED')
    // 52 of 53
    await put(run, 77, 93)
    expect((await promote(run))[0]).to.equal('ModeSet')
  })
})

describe('trust that was earned', () => {
  it('is lost at once by a wrong outcome, says why, and has to be earned anew', async () => {
    await using run = await startPlayed()
    await put(run, 0, 36)
    await lookForPromotions(run.supervisor.deps)
    await promote(run)
    const flag = { goal: 'g_7', note: 'the wrong order' }
    expect((await said(run, 'g_7', run.command('jonas-brandt', 'flag', flag)))[0]).to.equal('Flagged')
    await run.until('the demotion', async () => (await lastMode(run))[1] === 'wrong-outcome')
    expect(await lastMode(run)).to.deep.equal(['suggest', 'wrong-outcome'])
    const [demoted] = (await modes(run)).slice(-1)
    expect(demoted?.note).to.equal('a person found the outcome wrong: goal g_7')
    expect(demoted?.lost).to.deep.equal({ from: 'act-low-risk', goal: 'g_7', effect: null })
    expect(codeOf(await promote(run)), 'what was shown before').to.equal('NOT_EARNED')
    const { deps } = run.supervisor
    const left = await evidenceFor(deps, await deps.control.fresh(), workflow, deps.now())
    expect(left.suggestions).to.equal(0)
    const again = await run.command('maria-keller', 'flag', flag)
    await run.outcomeOf('g_7', again)
    expect(
      (await modes(run)).filter(({ how }) => how === 'wrong-outcome'),
      'once a goal',
    ).to.have.length(1)
  })

  it('is lost by an effect that a person reversed, and by the owner as they like', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    await put(run, 0, 1)
    const reversed = { goal: 'g_0', effect: 'e1', reference: 'bank 17' }
    expect(codeOf(await said(run, 'g_0', run.command('jonas-brandt', 'reverse', reversed)))).to.equal(
      'NOT_YOUR_ROLE',
    )
    await said(run, 'g_0', run.command('maria-keller', 'reverse', reversed))
    await run.until('the demotion', async () => (await lastMode(run))[1] === 'reversed-effect')
    expect(await lastMode(run)).to.deep.equal(['suggest', 'reversed-effect'])
    const demote = { workflow, note: 'new staff' }
    expect(codeOf(await said(run, 'none', run.command('maria-keller', 'demote', demote)))).to.equal(
      'ALREADY_DECIDED',
    )
  })
})

describe('a review', () => {
  it('waits in the inbox of the owner with a proof that anybody can check, and is answered once', async () => {
    await using run = await startPlayed({
      files: (files) => ({
        ...files,
        [`workflows/${workflow}.yaml`]: (files[`workflows/${workflow}.yaml`] ?? '').replace(
          'review: 5%',
          'review: 100%',
        ),
      }),
    })
    const { goal, task } = await run.refundGoal()
    const call = { order_id: '1044', amount: 49.5, reason: 'broken' }
    const refused = await run.propose({ goal, task, args: call, from: shopReads })
    expect(refused).to.have.nested.property('answer.status', 'refused')
    await run.outcome(goal, task, { kind: 'declined', reason: 'over what is left' })
    const ended = await run.goalWhere(goal, 'ended', ({ status }) => status === 'ended')
    expect(ended.class).to.equal('declined')
    const draw = (await run.events(goal)).find((event) => event.type === 'ReviewDrawn')
    if (draw?.type !== 'ReviewDrawn') throw new Error('nothing was drawn')
    const { proof, share, drawn } = draw.data
    const key = createPublicKey(run.supervisor.deps.key.publicKeyPem)
    expect(verify(null, Buffer.from(reviewText(goal)), key, Buffer.from(proof, 'base64url'))).to.equal(true)
    expect([share, drawn, isDrawn(proof, share)]).to.deep.equal([10_000, true, true])
    const [item] = await run.store.inbox({ kind: 'review' })
    expect(item).to.include({ goal, role: 'support-lead' })
    const answer = { goal, verdict: 'wrong' as const, note: 'it was allowed' }
    expect(codeOf(await said(run, goal, run.command('jonas-brandt', 'review', answer)))).to.equal(
      'NOT_YOUR_ROLE',
    )
    expect((await said(run, goal, run.command('maria-keller', 'review', answer)))[0]).to.equal('Reviewed')
    await run.until('an empty inbox', async () => (await run.store.inbox({ kind: 'review' })).length === 0)
    expect(codeOf(await said(run, goal, run.command('operator', 'review', answer)))).to.equal(
      'ALREADY_DECIDED',
    )
    const [outcome] = await run.store.outcomes({ by: 'ended' })
    expect(outcome).to.include({ review: 'wrong', proven: true, class: 'declined' })
  })
})
