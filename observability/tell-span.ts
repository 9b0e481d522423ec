import { attributes as a } from './attributes.ts'
import type { Span } from './span.ts'

type Read = (name: string) => string

const reader =
  (span: Span): Read =>
  (name) =>
    String(span.attributes[name] ?? '')

/** `approved by ann`, `allowed by low_risk`, `support-agent because risk`: who, what, by which rule. */
const decided = (name: string, read: Read): string => {
  const [decision, person, rule] = [read(a.decision), read(a.person), read(a.rule).replaceAll(',', ', ')]
  if (decision === '') return person === '' ? '' : `by ${person}`
  if (decision === 'asked') return `${read(a.role)} because ${rule}`
  if (decision === 'by person') return `done by ${person}`
  if (decision === 'to a person') return `to ${read(a.role)}`
  if (decision === 'routed') return `to ${read(a.workflow)} as ${read(a.contract)}, by ${read(a.source)}`
  if (decision === 'ended') return read(a.class)
  const by = person === '' ? rule : decision === 'refused' ? `${rule}, asked by ${person}` : person
  // A name that says it already need not say it twice.
  const what = name.includes(decision) ? '' : decision
  return by === '' ? what : `${what} by ${by}`.trim()
}

const from = (span: Span, read: Read): string => {
  if (!span.root) return ''
  const person = read(a.person)
  return `from ${read(a.source)}${person === '' ? '' : ` (${person})`}${span.attributes[a.tour] === true ? ', tour' : ''}`
}

/** What is waited for, while it is waited for. */
const awaited = (span: Span, read: Read): string =>
  span.end !== null || read(a.role) === ''
    ? ''
    : `${read(a.role)} decides${read(a.due) === '' ? '' : ` until ${read(a.due).slice(0, 16).replace('T', ' ')}`}`

/** All that an engineer needs to know of a span, behind its name. */
export const tellSpan = (span: Span): string => {
  const read = reader(span)
  const attempt = Number(span.attributes[a.attempt] ?? 1)
  const tokens = read(a.tokens)
  const parts = [
    span.status === 'error' ? `FAILED ${span.code}`.trim() : '',
    from(span, read),
    span.name.startsWith('task') ? read(a.contract) : '',
    read(a.command).split(' ')[0] ?? '',
    attempt > 1 ? `attempt ${attempt}` : '',
    span.attributes[a.resumed] === true ? 'resumed' : '',
    span.status === 'error' ? '' : read(a.outcome),
    span.root ? '' : decided(span.name, read),
    awaited(span, read),
    read(a.amount) === '' ? '' : `${read(a.amount)} ${read(a.currency)}`,
    span.status !== 'error' && span.code !== read(a.rule) ? span.code : '',
    span.attributes[a.verified] === true ? 'verified' : '',
    span.attributes[a.verified] === false ? 'NOT VERIFIED' : '',
    read(a.budget) === '' ? '' : `${read(a.budget)} ${read(a.budgetKind)} ${read(a.budgetPercent)}`.trim(),
    read(a.approval) === '' ? '' : `approval ${read(a.approval)}`,
    read(a.effect),
    read(a.worker) === '' ? '' : `on ${read(a.worker)}`,
    read(a.gateway) === '' ? '' : `on ${read(a.gateway)}`,
    tokens === '' || tokens === '0' ? '' : `${tokens} tokens`,
  ]
  return parts.filter((part) => part !== '').join(' · ')
}
