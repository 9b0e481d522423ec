import { z } from 'zod'
import { RemitError } from '../../contracts/errors.ts'
import { Digest } from '../../contracts/ids.ts'
import type { Envelope } from '../../contracts/envelope.ts'
import type { Store } from '../../store/port.ts'
import { textRefs } from '../record/read-texts.ts'
import type { TextRef } from '../record/read-texts.ts'
import type { TrailLine } from '../../contracts/http/answers.ts'

const WithSteps = z.object({ steps: z.array(Digest) })

const readLine = async (
  store: Pick<Store, 'getTrail'>,
  goal: string,
  ref: TextRef,
): Promise<z.infer<typeof TrailLine>> => {
  try {
    return { ...ref, readable: true, value: await store.getTrail(goal, ref.digest) }
  } catch (error) {
    if (error instanceof RemitError && error.code === 'UNREADABLE')
      return { ...ref, readable: false, value: null }
    throw error
  }
}

/** What the events of a goal speak of, each object read, and the steps that an outcome names after it. */
export const trail = async (
  store: Pick<Store, 'getTrail'>,
  goal: string,
  events: Envelope[],
): Promise<z.infer<typeof TrailLine>[]> => {
  const lines = await Promise.all(textRefs(events).map((ref) => readLine(store, goal, ref)))
  const withSteps = await Promise.all(
    lines.map(async (line) => {
      const { data } = WithSteps.safeParse(line.value)
      const { event, at } = line
      const steps = (data?.steps ?? []).map((digest) => ({ event, at, field: 'step', digest }))
      return [line, ...(await Promise.all(steps.map((ref) => readLine(store, goal, ref))))]
    }),
  )
  return withSteps.flat()
}
