import { expect } from 'chai'
import type { CallAnswer, PlaybookView } from '../define-agent.ts'
import { playbook } from './playbook.ts'

type Said = PlaybookView['said'][number]
const order = (more: Record<string, unknown> = {}): Said => ({
  tool: 'shop.get_order',
  args: { id: '1' },
  answer: {
    status: 'result',
    result: {
      id: '1',
      status: 'delivered',
      currency: 'EUR',
      total: 45,
      refundable: 25,
      payment_id: 'p1',
      refunds: [{ amount: 19.9 }, { amount: 0.1 }],
      ...more,
    },
  },
})
const payment = (status: string): Said => ({
  tool: 'shop.get_payment',
  args: { id: 'p1' },
  answer: { status: 'result', result: { status } },
})
const finance = (amount: unknown, said: Said[], more: { payment?: boolean; back?: boolean } = {}) =>
  playbook({
    contract: 'finance.check-refund@1',
    goal: 'g',
    payload: {
      refunds: [{ order_id: '1', amount }],
      ...(more.back && { back: { contract: 'support.refund@1', payload: { order_id: '1', amount } } }),
    },
    notes: [],
    journal: [],
    instructions: [],
    checkFailed: null,
    workflows: [],
    tools: new Set(['shop.get_order', ...(more.payment ? ['shop.get_payment'] : [])]),
    handoffs: new Map([['support.refund@1', {}]]),
    delegates: new Map(),
    delegations: [],
    said,
  })
const reasons = (move: ReturnType<typeof finance>): unknown => {
  const checks = move.do === 'conclude' ? move.result['checks'] : null
  return Array.isArray(checks)
    ? checks.flatMap((one: { reasons: { code: string }[] }) => one.reasons.map((why) => why.code))
    : move
}

describe('finance', () => {
  it('reads the order, and the payment where it may', () => {
    expect(finance(5, [])).to.deep.equal({
      do: 'call',
      calls: [{ tool: 'shop.get_order', args: { id: '1' } }],
    })
    expect(finance(5, [order()], { payment: true })).to.deep.equal({
      do: 'call',
      calls: [{ tool: 'shop.get_payment', args: { id: 'p1' } }],
    })
  })
  it('reports what was paid and given back, exactly', () => {
    expect(finance(25, [order()])).to.deep.equal({
      do: 'conclude',
      result: {
        checks: [
          {
            order_id: '1',
            ok: true,
            reasons: [],
            paid: 45,
            refundable: 25,
            refunded: 20,
            currency: 'EUR',
            payment_id: 'p1',
          },
        ],
      },
    })
  })
  it('names each thing that speaks against it', () => {
    expect(reasons(finance(25.01, [order()]))).to.deep.equal(['OVER_REFUNDABLE'])
    expect(reasons(finance({ amount: '5', currency: 'USD' }, [order()]))).to.deep.equal(['OTHER_CURRENCY'])
    expect(reasons(finance(5, [order({ status: 'placed' })]))).to.deep.equal(['NOT_PAID'])
    expect(reasons(finance(5, [order(), payment('disputed')], { payment: true }))).to.deep.equal(['DISPUTED'])
    const gone: CallAnswer = { status: 'error', code: 'TOOL_FAILED', message: 'no order 1' }
    expect(reasons(finance(5, [{ tool: 'shop.get_order', args: { id: '1' }, answer: gone }]))).to.deep.equal([
      'NO_ORDER',
    ])
  })
  it('hands its findings back to whoever asked', () => {
    expect(finance(30, [order()], { back: true })).to.deep.equal({
      do: 'handoff',
      contract: 'support.refund@1',
      payload: {
        order_id: '1',
        amount: 30,
        payment_checks: [
          {
            order_id: '1',
            ok: false,
            reasons: [{ code: 'OVER_REFUNDABLE', text: 'asked are 30 EUR, refundable are 25' }],
          },
        ],
      },
      note: 'order 1: asked are 30 EUR, refundable are 25',
    })
  })
})
