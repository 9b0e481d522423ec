import { z } from 'zod'
import { minorOf } from '../../contracts/money.ts'
import type { Playbook, PlaybookMove, PlaybookView } from '../define-agent.ts'
import { RefundRequest } from './contracts.ts'

const Order = z.object({ id: z.string(), currency: z.string(), refundable: z.number() })
const Refunded = z.object({
  refund_id: z.string().optional(),
  order_id: z.string(),
  amount: z.number(),
  currency: z.string(),
})
const Ticket = z.object({ order_id: z.string().optional() })
type Order = z.infer<typeof Order>
type Wanted = { order_id: string; amount: RefundRequest['amount'] }

const checkContract = 'finance.check-refund@1'
/** Over this much finance looks at the payment first, in units of the order's currency. */
const checkOver = 20

const answerTo = (view: PlaybookView, tool: string, name: string, id: string) =>
  view.said.findLast((one) => one.tool === tool && one.args[name] === id)?.answer

const escalate = (question: string): PlaybookMove => ({ do: 'escalate', question })

const ticketOrder = (view: PlaybookView, ticket: string): string | undefined => {
  const answer = answerTo(view, 'helpdesk.get_ticket', 'id', ticket)
  const read = Ticket.safeParse(answer?.status === 'result' ? answer.result : null)
  return read.success ? read.data.order_id : undefined
}

const wantedOf = (view: PlaybookView, request: RefundRequest): Wanted[] => {
  const { refunds, order_id, amount, ticket } = request
  if (refunds) return refunds.map((one) => ({ order_id: String(one.order_id), amount: one.amount }))
  const id = order_id ?? (ticket === undefined ? undefined : ticketOrder(view, ticket))
  return id === undefined ? [] : [{ order_id: String(id), amount }]
}

/** Without an amount: all that is still refundable. Undefined = the request is in another currency. */
const amountOf = (wanted: Wanted, order: Order): number | undefined => {
  const { amount } = wanted
  if (amount === undefined) return order.refundable
  if (typeof amount !== 'object') return Number(amount)
  return amount.currency === order.currency ? Number(amount.amount) : undefined
}

const overCheck = (amount: number, { currency }: Order): boolean =>
  minorOf({ amount: String(amount), currency }) > minorOf({ amount: String(checkOver), currency })

/** What only the rule of the workflow should say no to: then the record names the rule. */
const leftToTheRule = new Set(['OVER_REFUNDABLE'])

const askFinance = (view: PlaybookView, request: RefundRequest, wanted: Wanted[]): PlaybookMove => ({
  do: 'handoff',
  contract: checkContract,
  payload: {
    refunds: wanted.map(({ order_id, amount }) => ({
      order_id,
      ...(amount !== undefined && { amount }),
    })),
    back: { contract: view.contract, payload: request },
  },
  note: `Please look at the payment of ${wanted.map((one) => `order ${one.order_id}`).join(', ')}.`,
})

const refundOne = (view: PlaybookView, request: RefundRequest, one: Wanted, order: Order): PlaybookMove => {
  const answer = answerTo(view, 'shop.refund_order', 'order_id', one.order_id)
  const amount = amountOf(one, order)
  if (amount === undefined)
    return escalate(`Order ${one.order_id} is in ${order.currency}. What is to be paid?`)
  if (amount <= 0) return escalate(`Nothing is left to refund of order ${one.order_id}. What shall I do?`)
  const reason = (request.reason ?? request.says ?? view.goal).trim().slice(0, 500) || 'refund'
  if (!answer)
    return {
      do: 'call',
      calls: [{ tool: 'shop.refund_order', args: { order_id: one.order_id, amount, reason } }],
    }
  if (answer.status === 'error')
    return escalate(`The refund of order ${one.order_id} failed: ${answer.message} What shall I do?`)
  if (answer.status === 'refused')
    return answer.code === 'NOT_ALLOWED' || answer.code === 'REJECTED'
      ? {
          do: 'decline',
          reason: answer.message,
          ...(answer.effect !== undefined && { effect: answer.effect }),
        }
      : escalate(`The refund of order ${one.order_id} was refused (${answer.code}): ${answer.message}`)
  return escalate(`The shop's answer about order ${one.order_id} cannot be read. Was it refunded?`)
}

const conclude = (done: z.infer<typeof Refunded>[]): PlaybookMove => ({
  do: 'conclude',
  result: {
    refunds: done.map(({ order_id, amount, currency, refund_id }) => ({
      order_id,
      amount,
      currency,
      ...(refund_id !== undefined && { refund_id }),
    })),
    summary: done
      .map((one) => `${one.amount} ${one.currency} given back for order ${one.order_id}`)
      .join('; '),
  },
})

/**
 * Reads the ticket and the orders, lets finance look where it should, refunds one order after the other, and says
 * what was done. One refund a turn: the next is asked for only when the one before it has its answer.
 */
export const playbook: Playbook = (view) => {
  const request = RefundRequest.parse(view.payload)
  const { ticket, payment_checks: checks } = request
  const named = request.refunds !== undefined || request.order_id !== undefined
  if (!view.tools.has('shop.get_order') || !view.tools.has('shop.refund_order'))
    return escalate('I may not refund orders here. Who can?')
  if (!named && ticket !== undefined && view.tools.has('helpdesk.get_ticket'))
    if (!answerTo(view, 'helpdesk.get_ticket', 'id', ticket))
      return { do: 'call', calls: [{ tool: 'helpdesk.get_ticket', args: { id: ticket } }] }
  const wanted = wantedOf(view, request)
  if (wanted.length === 0) return escalate('Which order is this about? Neither request nor ticket names one.')
  const unread = wanted.filter((one) => !answerTo(view, 'shop.get_order', 'id', one.order_id))
  if (unread.length > 0)
    return {
      do: 'call',
      calls: unread.map((one) => ({ tool: 'shop.get_order', args: { id: one.order_id } })),
    }
  const read = wanted.map((one) => {
    const answer = answerTo(view, 'shop.get_order', 'id', one.order_id)
    return { one, order: Order.safeParse(answer?.status === 'result' ? answer.result : null).data }
  })
  const missing = read.find(({ order }) => order === undefined)
  if (missing) return escalate(`Order ${missing.one.order_id} cannot be read. Is the number right?`)
  const orders = read.flatMap(({ one, order }) => (order ? [{ one, order }] : []))
  const large = orders.some(({ one, order }) => overCheck(amountOf(one, order) ?? 0, order))
  if (!checks && view.handoffs.has(checkContract) && (request.check_payment === true || large))
    return askFinance(view, request, wanted)
  const against = (checks ?? [])
    .flatMap((one) => one.reasons)
    .filter((reason) => !leftToTheRule.has(reason.code))
  if (against.length > 0)
    return escalate(
      `Finance advises against it: ${against.map((one) => one.text).join('; ')}. Refund all the same?`,
    )
  const done: z.infer<typeof Refunded>[] = []
  for (const { one, order } of orders) {
    const answer = answerTo(view, 'shop.refund_order', 'order_id', one.order_id)
    const refunded = Refunded.safeParse(answer?.status === 'result' ? answer.result : null)
    if (!refunded.success) return refundOne(view, request, one, order)
    done.push(refunded.data)
  }
  return conclude(done)
}
