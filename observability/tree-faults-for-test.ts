import type { Span } from './span.ts'

/** What is wrong with spans as one trace: none or several roots, orphans, an id twice, an end before its start. */
export const treeFaults = (
  spans: readonly Pick<Span, 'id' | 'parent' | 'trace' | 'start' | 'end' | 'name'>[],
): string[] => {
  if (spans.length === 0) return []
  const ids = new Set(spans.map(({ id }) => id))
  const tops = spans.filter(({ parent }) => parent === null || !ids.has(parent))
  const faults = tops.slice(1).map(({ name, id }) => `${name} ${id} hangs under nothing`)
  if (tops.length === 0) faults.push('there is no root')
  if (ids.size !== spans.length) faults.push(`${spans.length} spans have ${ids.size} ids`)
  if (new Set(spans.map((span) => span.trace)).size !== 1) faults.push('there is more than one trace')
  for (const { name, start, end, id, parent } of spans) {
    if (end !== null && end < start) faults.push(`${name} ends before it starts`)
    if (id === parent) faults.push(`${name} is its own parent`)
    if (!/^(?!0{16})[0-9a-f]{16}$/.test(id)) faults.push(`${id} is no span id`)
  }
  return faults
}
