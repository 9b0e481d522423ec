import type { Store } from '../../store/port.ts'
import { appendTo } from './scripted-supervisor.fixture.ts'

/** Hands a goal that exists to a person. */
export const escalate = async (store: Store, goal: string): Promise<void> => {
  const { digest: why } = await store.putTrail(goal, { sentence: 'A person is needed.' })
  const data = { code: 'UNCLAIMED', task: null, effect: null, role: 'support-lead', why }
  const text = (await store.view(goal))?.text ?? ''
  await appendTo(store, goal, `escalate-${goal}`, [{ type: 'Escalated', data }], {
    status: 'with-person',
    text,
    requester: 'x',
  })
}

/** Ends a goal that exists. */
export const endAs = async (store: Store, goal: string, ending: 'declined'): Promise<void> => {
  const text = (await store.view(goal))?.text ?? ''
  const data = { class: ending, code: 'NOT_ALLOWED', task: null }
  await appendTo(store, goal, `end-${goal}`, [{ type: 'GoalEnded', data }], {
    status: 'ended',
    class: ending,
    text,
    requester: 'x',
  })
}
