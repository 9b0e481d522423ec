import { attributes as a, spanNames } from '../../observability/attributes.ts'
import type { Span } from '../../observability/span.ts'
import { formatTime } from '../format-time.ts'

/** What a reader looks for; everything else is in the JSON, and in a collector. */
const shown = new Set<string>([
  a.workflow,
  a.tool,
  a.amount,
  a.currency,
  a.effect,
  a.approval,
  a.person,
  a.mode,
  a.decision,
  a.rule,
  a.outcome,
  a.verified,
  a.class,
  a.code,
  a.attempt,
  a.budget,
])
const tenMinutes = 600_000

const duration = ({ start, end }: Span): string => {
  if (end === null) return 'under way'
  const ms = Date.parse(end) - Date.parse(start)
  if (ms < 1000) return `${ms} ms`
  return ms < tenMinutes ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`
}

const line = (span: Span, from: number, depth: number): string => {
  const offset = `+${((Date.parse(span.start) - from) / 1000).toFixed(3)}`.padStart(9)
  const failed = span.status === 'error' ? `  FAILED ${span.code}` : ''
  const said = Object.entries(span.attributes)
    // The workflow is said where it becomes known, not on each line.
    .filter(
      ([name]) => shown.has(name) && (name !== a.workflow || span.root || span.name === spanNames.routed),
    )
    .map(([name, value]) => `${name.replace(/^remit\./, '')}=${value}`)
    .join(' ')
  const name = `${'  '.repeat(depth)}${span.name}`.padEnd(36)
  return `${offset}  ${name} ${duration(span).padStart(9)}${failed}  ${said}`.trimEnd()
}

/**
 * The spans of a goal as a tree, each below its parent, with its start after the goal's and its duration. A span whose
 * parent is none of these stands at the top: of a sound trace that is the root alone.
 */
export const tellTrace = (spans: readonly Span[]): string[] => {
  const [first] = spans
  if (first === undefined) return ['No spans yet.']
  const from = Date.parse(first.start)
  const known = new Set(spans.map(({ id }) => id))
  const below = (parent: string | null, depth: number): string[] =>
    spans
      .filter((span) =>
        parent === null ? span.parent === null || !known.has(span.parent) : span.parent === parent,
      )
      .flatMap((span) => [line(span, from, depth), ...below(span.id, depth + 1)])
  return [`trace ${first.trace}, from ${formatTime(first.start)} (UTC)`, ...below(null, 0)]
}
