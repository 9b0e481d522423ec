import type { JsonSchema } from '../../contracts/canonical-args.ts'
import type { CatalogueTool, ToolCatalogue } from '../../contracts/policy.ts'

const text = { type: 'string' }
const number = { type: 'number' }
const time = { type: 'string', format: 'date-time' }
const object = (properties: Record<string, unknown>, required = Object.keys(properties)): JsonSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const list = (items: unknown) => ({ type: 'array', items })
const reads = { readOnlyHint: true, openWorldHint: false }
const changes = { readOnlyHint: false, destructiveHint: true }

const tool = (
  inputSchema: JsonSchema,
  outputSchema: JsonSchema | undefined,
  annotations: CatalogueTool['annotations'],
): CatalogueTool => ({ inputSchema, outputSchema, annotations, hash: 'sample' })

const refund = object({ reference: text, amount: number, currency: text, at: time })
const entry = object({ id: text, text, at: time })
const note = object({ id: text, text })
const noted = object({ ticket_id: text, entry_id: text })

/** The tools of the sample company as its systems offer them, so that policy can be tested without starting them. */
export const sampleCatalogue: ToolCatalogue = {
  'shop.get_order': tool(
    object({ id: text }),
    object(
      {
        id: text,
        customer_id: text,
        status: { type: 'string', enum: ['placed', 'paid', 'shipped', 'delivered', 'cancelled'] },
        currency: text,
        total: number,
        refundable: number,
        ordered_at: time,
        shipped_at: time,
        payment_id: text,
        items: list(object({ sku: text, name: text, quantity: { type: 'integer' }, price: number })),
        refunds: list(refund),
      },
      [
        'id',
        'customer_id',
        'status',
        'currency',
        'total',
        'refundable',
        'ordered_at',
        'payment_id',
        'items',
        'refunds',
      ],
    ),
    reads,
  ),
  'shop.get_customer': tool(
    object({ id: text }),
    object({
      id: text,
      name: text,
      email: text,
      address: text,
      since: time,
      refunds_90d: { type: 'integer' },
    }),
    reads,
  ),
  'shop.get_refund': tool(
    object({ reference: text }),
    object({
      reference: text,
      refund_id: text,
      order_id: text,
      amount: number,
      currency: text,
      status: text,
      at: time,
    }),
    reads,
  ),
  'shop.get_payment': tool(
    object({ id: text }),
    object({ id: text, order_id: text, method: text, status: text, currency: text, captured: number }),
    reads,
  ),
  'shop.list_orders': tool(
    object({ customer_id: text, email: text }, []),
    object({
      orders: list(object({ id: text, customer_id: text, status: text, currency: text, total: number })),
    }),
    reads,
  ),
  'shop.refund_order': tool(
    object(
      { order_id: text, amount: { type: 'number', exclusiveMinimum: 0 }, reason: text, reference: text },
      ['order_id', 'amount', 'reason'],
    ),
    object({ refund_id: text, reference: text, order_id: text, amount: number, currency: text }),
    changes,
  ),
  'helpdesk.get_ticket': tool(
    object({ id: text }),
    object({ id: text, subject: text, body: text, status: text, notes: list(entry), replies: list(entry) }),
    reads,
  ),
  'helpdesk.list_tickets': tool(
    object({ status: text }, []),
    object({ tickets: list(object({ id: text, subject: text, status: text })) }),
    reads,
  ),
  'helpdesk.add_note': tool(note, noted, { readOnlyHint: false }),
  'helpdesk.reply': tool(note, noted, { readOnlyHint: false }),
}
