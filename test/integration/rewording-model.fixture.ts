import { z } from 'zod'
import type { Answer, ChatRequest } from '../model-stub/chat-request.ts'
import { conversationOf } from '../model-stub/chat-request.ts'
import { reword } from '../model-stub/reword.ts'

/** A refund as the support agent's contract has it, always of 30 EUR. */
const Refund = z.looseObject({ order_id: z.union([z.string(), z.number()]) })
const Input = z.object({
  contract: z.string(),
  goal: z.string(),
  payload: z.union([z.object({ back: z.object({ contract: z.string(), payload: Refund }) }).loose(), Refund]),
  notes: z.array(z.object({ agent: z.string() })).default([]),
})

const said = (...calls: { name: string; text: string }[]): Answer => ({
  content: null,
  calls: calls.map(({ name, text }, index) => ({ id: `call_${index}`, name, arguments: text })),
})

/** JSON text with a payload that stays as it is worded: 30.0 exists only there. */
const handoff = (contract: string, payload: string, note: string): Answer =>
  said({
    name: 'handoff',
    text: `{"note":${JSON.stringify(note)},"payload":${payload},"contract":${JSON.stringify(contract)}}`,
  })

/**
 * A model that asks for one and the same refund again and again, each time in other words, and has support and
 * finance hand it back and forth one to three times; the seed stands in the goal's text.
 */
export const answer = async (request: ChatRequest): Promise<Answer> => {
  const { contract, goal, payload, notes } = Input.parse(JSON.parse(conversationOf(request)))
  const seed = Number(/seed (\d+)/.exec(goal)?.[1] ?? 0)
  const turn = request.messages.filter(({ role }) => role === 'assistant').length
  const nth = seed * 1000 + notes.length * 10 + turn
  if (contract === 'finance.check-refund@1') {
    if (!('back' in payload) || typeof payload.back !== 'object') return said()
    const back = z.object({ contract: z.string(), payload: Refund }).parse(payload.back)
    const id = String(back.payload.order_id)
    if (turn === 0) return said({ name: 'shop__get_order', text: JSON.stringify({ id }) })
    const checked = { ...back.payload, payment_checks: [{ order_id: id, ok: true, reasons: [] }] }
    return handoff(back.contract, reword(JSON.stringify(checked), nth), 'nothing against it')
  }
  const id = String('order_id' in payload ? payload.order_id : '')
  const args = JSON.stringify({ order_id: id, amount: 30, reason: 'broken' })
  const visits = notes.filter(({ agent }) => agent === 'support').length
  if (turn === 0) {
    const once = { name: 'shop__refund_order', text: reword(args, nth) }
    return seed % 2 === 0 ? said(once) : said(once, { ...once, text: reword(args, nth + 5) })
  }
  if (visits <= seed % 3) {
    const again = reword(JSON.stringify({ order_id: id, amount: 30, says: `seen ${visits} times` }), nth)
    const asked = `{"refunds":[${reword(JSON.stringify({ order_id: id, amount: 30 }), nth)}],"back":{"payload":${again},"contract":"support.refund@1"}}`
    return handoff('finance.check-refund@1', asked, 'please look at the payment')
  }
  const result = { refunds: [{ order_id: id, amount: 30, currency: 'EUR' }], summary: '30 EUR given back' }
  return said({ name: 'conclude', text: JSON.stringify(result) })
}
