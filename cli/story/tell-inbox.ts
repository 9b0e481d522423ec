import type { InboxEntry } from '../../contracts/http/inbox.ts'
import { formatMoney } from '../../contracts/money.ts'
import { formatTimeIn } from '../format-time.ts'
import { formatValue, plainText } from '../format-value.ts'
import { tellDifference } from './tell-difference.ts'

const who = (entry: InboxEntry): string => {
  if (entry.mayDecide.length === 0) return `nobody with the role ${entry.role} may: see \`remit doctor\``
  return `${entry.mayDecide.join(', ')} (role ${entry.role})`
}

const call = (entry: InboxEntry): string[] => {
  if (entry.call === null) return []
  const { tool, title, args, agent } = entry.call
  const money = entry.amount === null ? '' : `, moving ${formatMoney(entry.amount)}`
  return [`Will run: ${tool} (${plainText(title)})${money}, asked by ${agent}`, `  with ${formatValue(args)}`]
}

const votes = ({ votes: given }: InboxEntry): string[] => {
  if (given === null || given.needed === 1) return []
  const by = given.given.length === 0 ? 'none yet' : `${given.given.join(', ')} did`
  return [`Needs ${given.needed} people: ${by}`]
}

const afterwards = ({ approval, timezone }: InboxEntry): string[] => {
  if (!approval?.next) return []
  const { role, due } = approval.next
  return [`If nobody decides by then: ${role} is asked, until ${formatTimeIn(due, timezone)}`]
}

const question = ({ escalation, why }: InboxEntry): string[] => [
  ...(escalation?.question && escalation.question !== why
    ? [`Question: ${plainText(escalation.question)}`]
    : []),
  ...(escalation?.proposed ? [`Proposed: ${plainText(escalation.proposed)}`] : []),
  ...(escalation?.fact ? [`Fact: ${formatValue(escalation.fact)}`] : []),
]

const commands = (entry: InboxEntry): string[] => {
  switch (entry.kind) {
    case 'approval':
      return [`  remit approve ${entry.id}`, `  remit reject ${entry.id} --note "..."`]
    case 'escalation':
      return [
        `  remit resume ${entry.goalId} --note "..."`,
        `  remit resolve ${entry.goalId} --note "..."`,
        `  remit cancel ${entry.goalId}`,
      ]
    case 'review':
      return [`  remit review ${entry.goalId} right`, `  remit review ${entry.goalId} wrong --note "..."`]
    case 'promotion':
      return [`  remit promote ${entry.workflow}`, `  remit outcomes --workflow ${entry.workflow}`]
    default:
      return entry.kind satisfies never
  }
}

/** One thing that waits for a person: what will happen, on which facts, who may decide, and how. */
export const tellInbox = (entry: InboxEntry): string[] => {
  const due = entry.due === null ? '' : `, due ${formatTimeIn(entry.due, entry.timezone)}`
  const facts = entry.facts.map(
    ({ as, tool, value }) => `Fact ${as}${tool === null ? '' : ` (${tool})`}: ${formatValue(value)}`,
  )
  const rules = entry.rules.flatMap(({ name, text, values }) => [
    `Rule ${name}: ${text}`,
    ...(values.length === 0
      ? []
      : [`  with ${values.map((one) => `${one.name} = ${one.value}`).join(' · ')}`]),
  ])
  const effects = entry.effects.map(
    ({ tool, status, amount }) =>
      `Also in this goal: ${tool} ${status}${amount === null ? '' : `, ${formatMoney(amount)}`}`,
  )
  return [
    `${entry.id} · ${entry.kind} · ${entry.workflow} · since ${formatTimeIn(entry.since, entry.timezone)}${due}`,
    ...[
      ...(entry.kind === 'promotion'
        ? []
        : [`Goal ${entry.goalId}, asked by ${entry.requester}: "${plainText(entry.goal ?? '(erased)')}"`]),
      `Why: ${plainText(entry.why)}`,
      ...call(entry),
      ...facts,
      ...rules,
      ...tellDifference(entry.approval?.difference ?? []),
      ...votes(entry),
      ...afterwards(entry),
      ...question(entry),
      ...effects,
      `May decide: ${who(entry)}`,
      ...commands(entry),
    ].map((line) => `  ${line}`),
  ]
}
