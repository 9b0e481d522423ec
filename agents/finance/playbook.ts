import { z } from 'zod'
import { fromMinor, minorOf } from '../../contracts/money.ts'
import type { Playbook, PlaybookView } from '../define-agent.ts'
import { CheckRequest } from './contracts.ts'

const Order = z.object({
  id: z.string(),
  status: z.string(),
  currency: z.string(),
  total: z.number(),
  refundable: z.number(),
  payment_id: z.string().optional(),
  refunds: z.array(z.object({ amount: z.number() })).default([]),
})
const Payment = z.object({ status: z.string(), captured: z.number().optional() })

type Asked = CheckRequest['refunds'][number]
type Reason = { code: string; text: string }

const answerTo = (view: PlaybookView, tool: string, id: string) =>
  view.said.findLast((one) => one.tool === tool && one.args['id'] === id)?.answer

const minor = (amount: number | string, currency: string): bigint =>
  minorOf({ amount: String(amount), currency })

/** Summed in minor units, so that the sum of decimals is exact. */
const refundedOf = (refunds: { amount: number }[], currency: string): number =>
  Number(
    fromMinor(
      refunds.reduce((sum, one) => sum + minor(one.amount, currency), 0n),
      currency,
    ).amount,
  )

const amountReasons = (asked: Asked, order: z.infer<typeof Order>): Reason[] => {
  const { amount } = asked
  if (amount === undefined) return []
  const currency = typeof amount === 'object' ? amount.currency : order.currency
  if (currency !== order.currency)
    return [{ code: 'OTHER_CURRENCY', text: `the order is in ${order.currency}, asked is ${currency}` }]
  const wanted = typeof amount === 'object' ? amount.amount : amount
  return minor(wanted, currency) > minor(order.refundable, currency)
    ? [
        {
          code: 'OVER_REFUNDABLE',
          text: `asked are ${wanted} ${currency}, refundable are ${order.refundable}`,
        },
      ]
    : []
}

const paymentReasons = (order: z.infer<typeof Order>, read: unknown): Reason[] => {
  const payment = Payment.safeParse(read)
  const status = payment.success ? payment.data.status : order.status === 'placed' ? 'authorised' : 'captured'
  if (status === 'disputed') return [{ code: 'DISPUTED', text: 'the payment is disputed at the bank' }]
  return status === 'captured' ? [] : [{ code: 'NOT_PAID', text: 'the payment is not captured' }]
}

const findings = (view: PlaybookView, asked: Asked) => {
  const { order_id } = asked
  const read = answerTo(view, 'shop.get_order', order_id)
  const order = Order.safeParse(read?.status === 'result' ? read.result : null)
  if (!order.success) {
    const text = read && read.status !== 'result' ? read.message : 'the order cannot be read'
    return { order_id, ok: false, reasons: [{ code: 'NO_ORDER', text }] }
  }
  const { payment_id, currency, total, refundable, refunds } = order.data
  const paid = payment_id === undefined ? undefined : answerTo(view, 'shop.get_payment', payment_id)
  const reasons = [
    ...paymentReasons(order.data, paid?.status === 'result' ? paid.result : null),
    ...amountReasons(asked, order.data),
  ]
  return {
    order_id,
    ok: reasons.length === 0,
    reasons,
    paid: total,
    refundable,
    refunded: refundedOf(refunds, currency),
    currency,
    ...(payment_id !== undefined && { payment_id }),
  }
}

/** Reads every order, then every payment where that tool is offered, and reports. It has no write tool. */
export const playbook: Playbook = (view) => {
  const { refunds, back } = CheckRequest.parse(view.payload)
  if (!view.tools.has('shop.get_order'))
    return { do: 'escalate', question: 'I may not read orders here. Who can look at the payment?' }
  const ids = [...new Set(refunds.map((one) => one.order_id))]
  const unread = ids.filter((id) => !answerTo(view, 'shop.get_order', id))
  if (unread.length > 0)
    return { do: 'call', calls: unread.map((id) => ({ tool: 'shop.get_order', args: { id } })) }
  const checks = refunds.map((asked) => findings(view, asked))
  const payments = checks.flatMap((one) => ('payment_id' in one && one.payment_id ? [one.payment_id] : []))
  const unpaid = view.tools.has('shop.get_payment')
    ? [...new Set(payments)].filter((id) => !answerTo(view, 'shop.get_payment', id))
    : []
  if (unpaid.length > 0)
    return { do: 'call', calls: unpaid.map((id) => ({ tool: 'shop.get_payment', args: { id } })) }
  if (back === undefined || !view.handoffs.has(back.contract)) return { do: 'conclude', result: { checks } }
  const note = checks
    .map((one) =>
      one.ok
        ? `order ${one.order_id}: paid, nothing against it`
        : `order ${one.order_id}: ${one.reasons.map((reason) => reason.text).join('; ')}`,
    )
    .join('. ')
  const payment_checks = checks.map(({ order_id, ok, reasons }) => ({ order_id, ok, reasons }))
  return { do: 'handoff', contract: back.contract, payload: { ...back.payload, payment_checks }, note }
}
