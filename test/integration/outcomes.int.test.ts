import { expect } from 'chai'
import { Session } from '../../contracts/http/answers.ts'
import { Inbox } from '../../contracts/http/inbox.ts'
import { Outcomes } from '../../contracts/http/outcomes.ts'
import { Problem } from '../../contracts/http/problem.ts'
import { tellOutcomes } from '../../cli/story/tell-outcomes.ts'
import { putSuggestedGoal } from '../measures/suggested-goal.fixture.ts'
import { appendTo, controlLog } from '../../console/testing/scripted-supervisor.fixture.ts'
import { startTestConsole, type TestConsole } from '../../console/testing/start-console-for-test.ts'

const workflow = 'refunds-under-50'
const evidence = {
  since: '2026-08-25T12:00:00.000Z',
  suggestions: 35,
  accepted: 35,
  people: ['ann', 'bob'],
  fastestMs: 4000,
  tools: [
    {
      tool: 'shop.refund_order',
      suggestions: 35,
      least: { amount: '3.00', currency: 'EUR' },
      most: { amount: '35.00', currency: 'EUR' },
    },
  ],
}

describe('outcomes over HTTP', function () {
  this.timeout(30_000)
  let test: TestConsole
  before(async () => {
    test = await startTestConsole(process.env)
    const at = new Date('2026-11-20T23:30:00.000Z')
    for (const [n, answer] of (['approve', 'approve', 'reject'] as const).entries())
      await putSuggestedGoal(test.store, {
        id: `g_${n}`,
        workflow,
        policy: 'p1',
        answer,
        activeMs: 30_000,
        at,
      })
    await putSuggestedGoal(test.store, { id: 'g_tour', workflow, policy: 'p1', tour: true, at })
  })
  after(() => test[Symbol.asyncDispose]())
  const get = (path: string): Promise<Response> =>
    fetch(`${test.url}${path}`, { headers: { authorization: `Bearer ${test.token}` } })
  const outcomes = async (query: string): Promise<Outcomes> => {
    const response = await get(`/api/outcomes${query}`)
    expect(response.status).to.equal(200)
    return Outcomes.parse(await response.json())
  }

  it('have a denominator each, in the time zone of their workflow, and leave the tour out', async () => {
    const { items } = await outcomes(`?workflow=${workflow}&from=2026-11-20&to=2026-11-22`)
    const [item] = items
    expect(items).to.have.length(1)
    expect(item?.figures).to.include({ ended: 3, doneApproved: 2, byPerson: 1 })
    expect(item?.figures.resolution).to.deep.equal({ count: 2, of: 3, share: 2 / 3 })
    expect(item?.figures.error).to.include({ reviewed: 0, share: null, notReviewed: 3 })
    // 2 x 12 minutes of baseline, less 3 x 30 s of people.
    expect(item?.figures.timeSaved.minutes).to.equal(22.5)
    expect(item?.days.map(({ day }) => day)).to.deep.equal(['2026-11-21'])
    expect(item?.agents.map(({ agent }) => agent)).to.deep.equal(['support'])
    expect(item?.mode).to.include({ mode: 'suggest', how: 'policy', ceiling: 'act-low-risk' })
  })

  it('are of goals that ended within the time that is asked for', async () => {
    const { items } = await outcomes(`?workflow=${workflow}&from=2026-11-01&to=2026-11-20`)
    expect(items[0]?.figures).to.include({ ended: 0 })
    expect(items[0]?.figures.resolution.share).to.equal(null)
  })

  it('refuse what they do not understand, by name', async () => {
    for (const [query, code] of [
      ['?from=yesterday', 'SCHEMA'],
      ['?day=2026-11-20', 'SCHEMA'],
      ['?workflow=nothing', 'UNKNOWN_WORKFLOW'],
    ] as const)
      expect(Problem.parse(await (await get(`/api/outcomes${query}`)).json()).code).to.equal(code)
  })

  it('show the mode that was set by hand, and a promotion with what its sample covers', async () => {
    const note = 'two weeks went well'
    const set = {
      workflow,
      mode: 'act-low-risk' as const,
      person: 'maria-keller',
      note,
      how: 'by hand' as const,
    }
    await appendTo(test.store, controlLog, 'm1', [{ type: 'ModeSet', data: set }])
    const proposal = { workflow, from: 'act-low-risk' as const, to: 'autonomous' as const, evidence }
    await appendTo(test.store, controlLog, 'l1', [
      { type: 'PromotionsLooked', data: { day: '2026-11-21', proposals: [proposal] } },
    ])
    const shown = await outcomes(`?workflow=${workflow}&from=2026-11-20`)
    const [item] = shown.items
    expect(item?.mode).to.include({ mode: 'act-low-risk', how: 'by hand', by: 'maria-keller', note })
    expect(item?.promotion?.covers).to.deep.equal([
      '1 of 1 write tools',
      'shop.refund_order: 35 suggestions from 3.00 EUR to 35.00 EUR, 70 % of the 50.00 EUR that a goal may move',
    ])
    const told = tellOutcomes(shown).join('\n')
    expect(told).to.include('Mode act-low-risk (by hand by maria-keller')
    expect(told).to.include('Wrong      unknown: nobody reviewed any of 3')
    expect(told).to.include('Time saved 0.4 h: 24 min baseline of 2 done - 1.5 min of people - 0 min')
    expect(told).to.include('a guess')
    const inbox = Inbox.parse(await (await get('/api/inbox?kind=promotion')).json())
    expect(inbox.items[0]).to.include({
      kind: 'promotion',
      role: 'support-lead',
      next: `remit promote ${workflow}`,
    })
  })

  it('believe the time that a page saw, and of a token nothing', async () => {
    const body = JSON.stringify({ note: 'wrong order', activeMs: 5000 })
    const token = await fetch(`${test.url}/api/goals/g_0/flag`, {
      method: 'POST',
      headers: { authorization: `Bearer ${test.token}` },
      body,
    })
    expect(token.status).to.equal(200)
    expect(test.supervisor.commands.at(-1)).not.to.have.property('activeMs')
    const signedIn = await fetch(`${test.url}/api/session`, {
      method: 'POST',
      body: JSON.stringify({ token: test.token }),
    })
    const { csrf } = Session.parse(await signedIn.json())
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    const page = await fetch(`${test.url}/api/goals/g_0/flag`, {
      method: 'POST',
      headers: { cookie, origin: test.url, 'x-csrf-token': csrf },
      body,
    })
    expect(page.status).to.equal(200)
    expect(test.supervisor.commands.at(-1)).to.include({ activeMs: 5000 })
    expect(test.supervisor.commands.at(-1)?.body).to.deep.equal({ goal: 'g_0', note: 'wrong order' })
  })
})
