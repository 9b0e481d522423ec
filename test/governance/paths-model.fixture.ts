import { z } from 'zod'
import { discoverAgents } from '../../agents/discover.ts'
import { conversationOf, type Answer, type ChatRequest } from '../model-stub/chat-request.ts'
import { sensibleModel } from '../model-stub/sensible-model.ts'

const sensible = sensibleModel(await discoverAgents(new URL('../../agents/', import.meta.url)))
const Input = z.object({ contract: z.string(), goal: z.string() })

const said = (...calls: [name: string, args: object][]): Answer => ({
  content: null,
  calls: calls.map(([name, args], index) => ({ id: `call_${index}`, name, arguments: JSON.stringify(args) })),
})

/** Every way in which a model can come to a refund; the goal's text says which (`path one`). Else a sensible model. */
export const answer = async (request: ChatRequest): Promise<Answer> => {
  const { contract, goal } = Input.parse(JSON.parse(conversationOf(request)))
  const [, path, order = ''] = /path ([a-z-]+) order (\d+)/.exec(goal) ?? []
  if (path === undefined || !contract.startsWith('support.')) return sensible(request)
  const refund = { order_id: order, amount: 15, reason: 'broken' }
  const result = { refunds: [{ order_id: order, amount: 15, currency: 'EUR' }], summary: 'given back' }
  if (request.messages.some(({ role }) => role === 'assistant') && path !== 'text')
    return said(['conclude', result])
  switch (path) {
    case 'two':
      return said(['shop__refund_order', refund], ['shop__refund_order', { ...refund, reason: 'again' }])
    case 'beside-end':
      return said(['shop__refund_order', refund], ['conclude', result])
    case 'beside-handoff': {
      const back = { contract: 'support.refund@1', payload: { order_id: order, amount: 15 } }
      const payload = { refunds: [{ order_id: order, amount: 15 }], back }
      return said(
        ['handoff', { contract: 'finance.check-refund@1', payload, note: 'look at it' }],
        ['shop__refund_order', refund],
      )
    }
    case 'text':
      return { content: `{"name":"shop__refund_order","arguments":${JSON.stringify(refund)}}`, calls: [] }
    default:
      return said(['shop__refund_order', refund])
  }
}
