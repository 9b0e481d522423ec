import type { Difference } from '../../contracts/events/effect-events.ts'
import type { DifferenceShown } from '../../contracts/http/goal-page.ts'
import type { Texts } from '../record/read-texts.ts'

const entries = (value: unknown): Map<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])

/** The fields of two calls that are not the same. */
const fields = (before: unknown, after: unknown): DifferenceShown[] => {
  const [old, now] = [entries(before), entries(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => JSON.stringify(old.get(name)) !== JSON.stringify(now.get(name)))
    .map((name) => ({
      what: `args.${name}`,
      before: old.get(name) ?? null,
      after: now.get(name) ?? null,
    }))
}

/** What is not as it was in the request whose place this one takes; arguments field by field, where they can be read. */
export const showDifference = (difference: readonly Difference[], texts: Texts): DifferenceShown[] =>
  difference.flatMap(({ what, before, after }) => {
    if (what !== 'args') return [{ what, before, after }]
    const found = fields(texts(before), texts(after))
    return found.length > 0 ? found : [{ what, before: null, after: null }]
  })
