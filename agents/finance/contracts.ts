import { z } from 'zod'
import { Money } from '../../contracts/money.ts'
import { defineContract } from '../define-agent.ts'

const Amount = z.union([z.number().positive(), z.string().regex(/^\d+(\.\d+)?$/), Money])

export const CheckRequest = z.strictObject({
  refunds: z
    .array(z.strictObject({ order_id: z.string().min(1).max(64), amount: Amount.optional() }))
    .min(1)
    .max(20),
  /** where the findings go: handed back as `payment_checks` of this payload; left out = a plain result */
  back: z
    .strictObject({ contract: z.string(), payload: z.record(z.string(), z.unknown()) })
    .optional()
    .describe('contract and payload to hand back to, with the findings as payment_checks'),
})
export type CheckRequest = z.infer<typeof CheckRequest>

const order = {
  id: '7001',
  status: 'delivered',
  currency: 'EUR',
  total: 15,
  refundable: 15,
  payment_id: 'pay-1',
  refunds: [],
}

export const checkRefund = defineContract({
  name: 'finance.check-refund@1',
  description: 'Look at what was paid for an order and already given back; reports, changes nothing',
  request: CheckRequest,
  result: z.strictObject({
    checks: z.array(
      z.strictObject({
        order_id: z.string(),
        ok: z.boolean(),
        reasons: z.array(z.strictObject({ code: z.string(), text: z.string() })),
        paid: z.number().optional(),
        refundable: z.number().optional(),
        refunded: z.number().optional(),
        currency: z.string().optional(),
        payment_id: z.string().optional(),
      }),
    ),
  }),
  examples: [
    {
      goal: 'check order 7001',
      request: { refunds: [{ order_id: '7001', amount: 15 }] },
      answers: { 'shop.get_order': order },
    },
    {
      goal: 'check order 7001',
      request: { refunds: [{ order_id: '7001' }] },
      answers: {
        'shop.get_order': order,
        'shop.get_payment': {
          id: 'pay-1',
          order_id: '7001',
          status: 'disputed',
          currency: 'EUR',
          captured: 15,
        },
      },
    },
    {
      goal: 'check and hand back',
      request: {
        refunds: [{ order_id: '7001', amount: '40' }],
        back: { contract: 'support.refund@1', payload: { order_id: '7001', amount: '40' } },
      },
      answers: { 'shop.get_order': order },
    },
  ],
})
