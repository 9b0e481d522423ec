import { expect } from 'chai'
import type { GoalOutcome } from '../../contracts/measures/goal-outcome.ts'
import type { InboxItem } from '../port.ts'
import type { CreatePlace } from './place.ts'
import { commitOf, noon, viewOf } from './place.ts'

const outcomeOf = (goal: string, more: Partial<GoalOutcome>): GoalOutcome => ({
  goal,
  workflow: 'refunds',
  policy: 'p',
  tour: false,
  agents: ['support'],
  ended: null,
  class: null,
  proven: false,
  cost: 0,
  people: { ms: 0, unmeasured: 0 },
  review: 'not drawn',
  flagged: false,
  reversed: false,
  suggestions: [],
  decided: null,
  ...more,
})

const itemOf = (goal: string, id: string, more: Partial<InboxItem> = {}): InboxItem => ({
  id,
  kind: 'approval',
  goal,
  workflow: 'refunds',
  role: 'support-agent',
  since: noon,
  due: null,
  code: 'ALWAYS_OVER',
  amount: '35.00 EUR',
  ...more,
})

export const viewsConformance = (create: CreatePlace): void => {
  describe('views', () => {
    it('come with their commit, and an older one changes nothing', async () => {
      await using place = await create()
      const [store, other] = [await place.open(), await place.open()]
      const newer = viewOf('g', 2, { status: 'waiting', inbox: [itemOf('g', 'a1')] })
      await store.append(commitOf('g', 0, ['a', 'b'], { view: newer }))
      await other.append(commitOf('g', 2, ['c'], { view: viewOf('g', 1) }))
      await other.append(commitOf('g', 3, ['d'], { view: { ...newer, status: 'wrong' } }))
      expect(await store.view('g')).to.deep.equal(newer)
      expect(await store.inbox({})).to.deep.equal(newer.inbox)
      expect(await store.view('never')).to.equal(null)
    })

    it('replaces the open inbox items of a goal as a whole', async () => {
      await using place = await create()
      const store = await place.open()
      const items = [itemOf('g', 'a1'), itemOf('g', 'a2', { kind: 'escalation', role: 'support-lead' })]
      await store.append(commitOf('g', 0, ['a'], { view: viewOf('g', 1, { inbox: items }) }))
      await store.append(commitOf('h', 0, ['a'], { view: viewOf('h', 1, { inbox: [itemOf('h', 'a3')] }) }))
      expect((await store.inbox({})).map(({ id }) => id)).to.deep.equal(['a1', 'a2', 'a3'])
      expect((await store.inbox({ role: 'support-agent' })).map(({ id }) => id)).to.deep.equal(['a1', 'a3'])
      expect((await store.inbox({ kind: 'escalation', goal: 'g' })).map(({ id }) => id)).to.deep.equal(['a2'])
      await store.append(commitOf('g', 1, ['b'], { view: viewOf('g', 2) }))
      expect((await store.inbox({})).map(({ id }) => id)).to.deep.equal(['a3'])
    })

    it('remembers which goal an approval belonged to', async () => {
      await using place = await create()
      const store = await place.open()
      await store.append(commitOf('g', 0, ['a'], { view: viewOf('g', 1, { inbox: [itemOf('g', 'a1')] }) }))
      await store.append(commitOf('g', 1, ['b'], { view: viewOf('g', 2) }))
      expect(await store.inbox({})).to.deep.equal([])
      expect(await store.goalOfApproval('a1')).to.equal('g')
      expect(await store.goalOfApproval('a2')).to.equal(null)
    })

    it('lists goals newest first, page by page, by what is asked', async () => {
      await using place = await create()
      const store = await place.open()
      const days = ['01', '03', '02', '02', '04']
      const views = days.map((day, i) =>
        viewOf(`g${i}`, 1, {
          created: `2026-11-${day}T00:00:00.000Z`,
          workflow: i % 2 === 0 ? 'refunds' : 'invoices',
          ...(i < 2 ? { status: 'ended', class: 'declined', ended: noon } : {}),
        }),
      )
      for (const view of views) await store.append(commitOf(view.id, 0, ['a'], { view }))
      const seen: string[] = []
      let cursor: string | null | undefined
      while (cursor !== null) {
        const page = await store.goals(cursor === undefined ? { limit: 2 } : { limit: 2, cursor })
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.cursor
      }
      expect(seen).to.deep.equal(['g4', 'g1', 'g3', 'g2', 'g0'])
      const idsOf = async (filter: Parameters<typeof store.goals>[0]): Promise<string[]> =>
        (await store.goals(filter)).items.map(({ id }) => id)
      expect(await idsOf({ open: true })).to.deep.equal(['g4', 'g3', 'g2'])
      expect(await idsOf({ open: false })).to.deep.equal(['g1', 'g0'])
      expect(await idsOf({ class: 'declined', workflow: 'refunds' })).to.deep.equal(['g0'])
      expect(await idsOf({ status: 'working', agent: 'support', workflow: 'invoices' })).to.deep.equal(['g3'])
      expect(await idsOf({ agent: 'finance' })).to.deep.equal([])
    })

    it('answer the outcomes of goals by when they ended, or were last decided, within a time', async () => {
      await using place = await create()
      const [store, other] = [await place.open(), await place.open()]
      const put = (goal: string, more: Partial<GoalOutcome>, version = 1) =>
        store.append(
          commitOf(goal, version - 1, ['a'], {
            view: viewOf(goal, version, { outcome: outcomeOf(goal, more) }),
          }),
        )
      await put('g1', { ended: '2026-11-01T00:00:00.000Z' })
      await put('g2', { ended: '2026-11-02T00:00:00.000Z', workflow: 'invoices' })
      await put('g3', { decided: '2026-11-03T00:00:00.000Z' })
      await put('g4', {})
      const found = async (filter: Parameters<typeof store.outcomes>[0]): Promise<string[]> =>
        (await other.outcomes(filter)).map(({ goal }) => goal)
      expect(await found({ by: 'ended' })).to.deep.equal(['g1', 'g2'])
      expect(await found({ by: 'ended', from: '2026-11-02T00:00:00.000Z' })).to.deep.equal(['g2'])
      expect(await found({ by: 'ended', to: '2026-11-02T00:00:00.000Z' })).to.deep.equal(['g1'])
      expect(await found({ by: 'ended', workflow: 'invoices' })).to.deep.equal(['g2'])
      expect(await found({ by: 'decided' })).to.deep.equal(['g3'])
      await put('g3', { decided: '2026-11-03T00:00:00.000Z', ended: '2026-11-04T00:00:00.000Z' }, 2)
      expect(await found({ by: 'ended', workflow: 'refunds' })).to.deep.equal(['g1', 'g3'])
    })

    it('are repaired where they are behind their log, with their timers, and only there', async () => {
      await using place = await create()
      const store = await place.open()
      await store.append(commitOf('behind', 0, ['a'], { view: viewOf('behind', 1) }))
      await store.append(commitOf('behind', 1, ['b']))
      await store.append(commitOf('fresh', 0, ['a'], { view: viewOf('fresh', 1) }))
      await store.append(commitOf('control/acme', 0, ['a']))
      const asked: string[] = []
      const repaired = await store.repair(async (log, events) => {
        asked.push(log)
        if (log.startsWith('control/')) return null
        const due = { id: `${log}:due`, log, due: noon, kind: 'deadline', data: {} }
        return { view: viewOf(log, (await events()).length, { status: 'rebuilt' }), timers: [{ set: due }] }
      })
      expect(repaired).to.equal(1)
      expect(asked).to.deep.equal(['behind', 'control/acme'])
      expect((await store.view('behind'))?.status).to.equal('rebuilt')
      expect((await store.view('fresh'))?.status).to.equal('working')
      expect((await store.claimTimers(noon, 10, 10)).map(({ id }) => id)).to.deep.equal(['behind:due'])
    })
  })
}
