import { z } from 'zod'
import { Money } from '../../contracts/money.ts'
import { defineContract } from '../define-agent.ts'

/** In the order's currency unless it says its own; judged by the rule of the workflow, never here. */
const Amount = z.union([z.number().positive(), z.string().regex(/^\d+(\.\d+)?$/), Money])
const OrderId = z.union([z.string().min(1).max(64), z.int().positive()])

/** What finance found out about one order. */
const PaymentCheck = z.strictObject({
  order_id: z.string(),
  ok: z.boolean(),
  reasons: z.array(z.strictObject({ code: z.string(), text: z.string() })),
})

export const RefundRequest = z.strictObject({
  order_id: OrderId.optional(),
  amount: Amount.optional().describe('what to give back; left out = all that is refundable'),
  /** several in one request */
  refunds: z
    .array(z.strictObject({ order_id: OrderId, amount: Amount.optional() }))
    .min(1)
    .max(20)
    .optional(),
  reason: z.string().max(500).optional(),
  says: z.string().max(20_000).optional().describe('the words of the customer; a claim, not a fact'),
  ticket: z.string().max(64).optional().describe('helpdesk ticket that holds the request'),
  check_payment: z.boolean().optional().describe('finance is to look at the payment first'),
  payment_checks: z.array(PaymentCheck).optional().describe('what finance found, when it has looked'),
})
export type RefundRequest = z.infer<typeof RefundRequest>

const order = {
  id: '7001',
  customer_id: 'cus-1',
  status: 'delivered',
  currency: 'EUR',
  total: 15,
  refundable: 15,
  payment_id: 'pay-1',
  refunds: [],
}
const answers = {
  'shop.get_order': order,
  'shop.refund_order': { refund_id: 'r-1', reference: 'e', order_id: '7001', amount: 15, currency: 'EUR' },
}

export const refund = defineContract({
  name: 'support.refund@1',
  description: 'Give a customer money back for one or several orders',
  request: RefundRequest,
  result: z.strictObject({
    refunds: z
      .array(
        z.strictObject({
          order_id: z.string(),
          amount: z.number().positive(),
          currency: z.string(),
          refund_id: z.string().optional(),
        }),
      )
      .min(1),
    summary: z.string().min(1),
  }),
  examples: [
    { goal: 'refund order 7001', request: { order_id: '7001', amount: 15, reason: 'broken' }, answers },
    { goal: 'refund order 7001', request: { order_id: 7001 }, answers },
    {
      goal: 'refund both',
      request: { refunds: [{ order_id: '7001' }, { order_id: '7002', amount: '5.00' }] },
      answers,
    },
    { goal: 'see the ticket', request: { ticket: 'T-9' }, answers },
    {
      goal: 'see the ticket',
      request: { ticket: 'T-9' },
      answers: { ...answers, 'helpdesk.get_ticket': { id: 'T-9', body: 'broken', order_id: '7001' } },
    },
    { goal: 'money back please', request: {}, answers },
    {
      goal: 'refund order 7001',
      request: { order_id: '7001', check_payment: true },
      answers,
    },
  ],
})
