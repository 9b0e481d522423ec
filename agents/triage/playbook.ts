import { z } from 'zod'
import type { Playbook, PlaybookMove, PlaybookView } from '../define-agent.ts'
import { mattersIn, type Matter } from './matters-in.ts'
import { matchWorkflow } from './match-workflow.ts'
import { readRequest, type Read } from './read-request.ts'

const Sent = z.record(z.string(), z.unknown())
const Shape = z.object({
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
})

/** One amount for one order, the same for each, or as many as orders; anything else is not clear. */
const amountsOf = ({ amounts, orders, each }: Read): (Read['amounts'][number] | null)[] | 'unclear' => {
  const wanted = amounts.filter((one) => one.wanted)
  const some = wanted.length > 0 ? wanted : amounts
  const [first] = some
  if (!first) return orders.map(() => null)
  if (some.length === 1 && (orders.length <= 1 || each)) return orders.map(() => first)
  return some.length === orders.length ? some : 'unclear'
}

const payloadOf = (view: PlaybookView, read: Read): Record<string, unknown> | string => {
  const amounts = amountsOf(read)
  if (amounts === 'unclear') return 'Which amount belongs to which order?'
  const refunds = read.orders.map((order_id, index) => {
    const found = amounts[index]
    return { order_id, ...(found && { amount: { amount: found.amount, currency: found.currency } }) }
  })
  const [single] = refunds
  return {
    ...(refunds.length > 1 ? { refunds } : single),
    ...(read.ticket !== null && { ticket: read.ticket }),
    ...(read.checkPayment && { check_payment: true }),
    says: view.goal,
  }
}

/** Keeps what the contract knows; says which of the fields that it needs the text does not give. */
const fit = (payload: Record<string, unknown>, schema: Record<string, unknown> | undefined) => {
  const shape = Shape.safeParse(schema ?? {})
  const { properties, required = [] } = shape.success ? shape.data : {}
  const kept = properties
    ? Object.fromEntries(Object.entries(payload).filter(([name]) => name in properties))
    : payload
  return { kept, missing: required.filter((name) => !(name in kept)) }
}

const Ticket = z.object({ subject: z.string().default(''), body: z.string().default('') })

/** The goal's own words, and the ticket's where the goal only points to one. */
const textOf = (view: PlaybookView): string => {
  const read = view.said.find((one) => one.tool === 'helpdesk.get_ticket')
  const ticket = Ticket.safeParse(read?.answer.status === 'result' ? read.answer.result : null)
  return ticket.success ? `${view.goal}\n${ticket.data.subject}\n${ticket.data.body}` : view.goal
}

/** Each matter with a payload of its own words; what one of them leaves open is a question about all. */
const takeApart = (view: PlaybookView, matters: Matter[]): PlaybookMove => {
  const intents: { goal: string; workflow: string; payload: Record<string, unknown> }[] = []
  for (const { text, workflow } of matters) {
    const payload = payloadOf({ ...view, goal: text }, readRequest(text))
    if (typeof payload === 'string') return { do: 'escalate', question: `${payload} ("${text}")` }
    const { kept, missing } = fit(payload, view.handoffs.get(workflow.contract))
    if (missing.length > 0)
      return { do: 'escalate', question: `"${text}" does not say: ${missing.join(', ')}.` }
    intents.push({ goal: text, workflow: workflow.name, payload: kept })
  }
  return { do: 'split', intents }
}

/** Finds the workflow by its words and the payload by its numbers; what is unclear goes to a person with a question. */
export const playbook: Playbook = (view) => {
  const named = readRequest(view.goal)
  const asked = view.said.some((one) => one.tool === 'helpdesk.get_ticket')
  if (named.ticket !== null && named.orders.length === 0 && !asked && view.tools.has('helpdesk.get_ticket'))
    return { do: 'call', calls: [{ tool: 'helpdesk.get_ticket', args: { id: named.ticket } }] }
  const text = textOf(view)
  const names = view.workflows.map((one) => one.name).join(', ')
  const matters = mattersIn(text, view.workflows)
  if (matters.length > 1) return takeApart(view, matters)
  const match = matchWorkflow(text, view.workflows)
  if (match === 'none')
    return {
      do: 'escalate',
      question: `No workflow fits this goal. Which one is it (${names || 'there are none'})?`,
    }
  if (match === 'tie')
    return {
      do: 'escalate',
      question: `Several workflows fit this goal equally. Which one is it (${names})?`,
    }
  const refused = view.said.findLast((one) => one.tool === 'route' && one.answer.status !== 'result')
  if (refused && refused.answer.status !== 'result')
    return {
      do: 'escalate',
      question: `I read the goal as ${match.name}, but could not write its payload: ${refused.answer.message}`,
    }
  const read = { ...readRequest(text), ticket: named.ticket }
  const sent = Sent.safeParse(view.payload)
  const payload = payloadOf(view, read)
  if (typeof payload === 'string') return { do: 'escalate', question: payload, proposed: match.name }
  const { kept, missing } = fit(
    { ...payload, ...(sent.success ? sent.data : {}) },
    view.handoffs.get(match.contract),
  )
  return missing.length > 0
    ? { do: 'escalate', question: `The goal does not say: ${missing.join(', ')}.`, proposed: match.name }
    : { do: 'route', workflow: match.name, payload: kept }
}
