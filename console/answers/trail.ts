import type { z } from 'zod'
import { RemitError } from '../../contracts/errors.ts'
import type { Envelope } from '../../contracts/envelope.ts'
import type { Store } from '../../store/port.ts'
import { textRefs } from '../record/read-texts.ts'
import { joinSteps } from './join-steps.ts'
import type { TextRef } from '../record/read-texts.ts'
import type { TrailLine } from '../../contracts/http/answers.ts'

type Line = z.infer<typeof TrailLine>

const readLine = async (store: Pick<Store, 'getTrail'>, goal: string, ref: TextRef): Promise<Line> => {
  try {
    return { ...ref, readable: true, value: await store.getTrail(goal, ref.digest) }
  } catch (error) {
    if (error instanceof RemitError && error.code === 'UNREADABLE')
      return { ...ref, readable: false, value: null }
    throw error
  }
}

/** A step of an agent, or a call of a gateway, is no part of an event: it bears its own id, and has no digest to show. */
const stepLines = async (store: Pick<Store, 'steps'>, goal: string): Promise<Line[]> =>
  joinSteps(await store.steps(goal)).map(({ id, at, by, task, attempt, worker, content }) => ({
    event: id,
    at,
    field: by === 'gateway' ? 'call' : 'step',
    digest: '',
    readable: content !== null,
    value: content === null ? null : { by, task, attempt, worker, content },
  }))

/**
 * What the events of a goal speak of, each object read, and every step and call that was kept of it, in the order in
 * which they came.
 */
export const trail = async (
  store: Pick<Store, 'getTrail' | 'steps'>,
  goal: string,
  events: Envelope[],
): Promise<Line[]> => {
  const texts = await Promise.all(textRefs(events).map((ref) => readLine(store, goal, ref)))
  const lines = [...texts, ...(await stepLines(store, goal))]
  return lines.toSorted((left, right) => (left.at === right.at ? 0 : left.at < right.at ? -1 : 1))
}
