import { attributes } from './attributes.ts'
import { formatDuration } from './format-duration.ts'
import type { Span } from './span.ts'
import { tellSpan } from './tell-span.ts'

const wide = 9
const plain = (line: string): string => line.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trimEnd()
const byStart = (one: Span, other: Span): number =>
  one.start.localeCompare(other.start) || one.began - other.began

const lastsMs = ({ start, end }: Span): number => (end === null ? 0 : Date.parse(end) - Date.parse(start))

const heading = (spans: readonly Span[], top: Span): string[] => {
  const last = spans.reduce((latest, { start, end }) => {
    const at = end ?? start
    return at > latest ? at : latest
  }, top.start)
  const open = spans.filter(({ end }) => end === null).length
  const took = formatDuration(Date.parse(last) - Date.parse(top.start)) || 'no time'
  return [
    plain(`trace ${top.trace} of goal ${String(top.attributes[attributes.goal])}`),
    `${top.start.slice(0, 10)}, times in UTC · ${took} · ${spans.length} spans${open > 0 ? `, ${open} under way` : ''}`,
  ]
}

/**
 * A trace as a tree in text, a line a span: when, how long, what, then who decided it, by which rule, over how much
 * money. What is under way says so instead of how long. '' where there are no spans.
 */
export const printTree = (spans: readonly Span[]): string => {
  const ids = new Set(spans.map(({ id }) => id))
  const tops = spans.filter(({ parent }) => parent === null || !ids.has(parent)).toSorted(byStart)
  const [top] = tops
  if (top === undefined) return ''
  const below = Map.groupBy(spans, ({ parent }) => parent ?? '')
  // A trace of one day needs no date at each line.
  const days = new Set(spans.map(({ start }) => start.slice(0, 10)))
  const clock = (at: string): string => (days.size > 1 ? at.slice(5, 23).replace('T', ' ') : at.slice(11, 23))
  const line = (span: Span, branch: string): string => {
    const lasts = span.end === null ? 'open' : formatDuration(lastsMs(span))
    const told = tellSpan(span)
    return plain(
      `${clock(span.start)} ${lasts.padStart(wide)}  ${branch}${span.name}${told === '' ? '' : `  ${told}`}`,
    )
  }
  const lines = (span: Span, branch: string, under: string): string[] => {
    const children = (below.get(span.id) ?? []).toSorted(byStart)
    return [
      line(span, branch),
      ...children.flatMap((child, index) =>
        index === children.length - 1
          ? lines(child, `${under}└─ `, `${under}   `)
          : lines(child, `${under}├─ `, `${under}│  `),
      ),
    ]
  }
  return [...heading(spans, top), '', ...tops.flatMap((span) => lines(span, '', ''))].join('\n')
}
