import { expect } from 'chai'
import { z } from 'zod'
import { Money } from '../../contracts/money.ts'
import { defineContract, type PlaybookView } from '../define-agent.ts'
import { matchWorkflow } from './match-workflow.ts'
import { playbook } from './playbook.ts'
import { readRequest } from './read-request.ts'

/** A contract as triage sees one: by its name and schema alone. */
const refund = defineContract({
  name: 'support.refund@1',
  description: 'refund',
  request: z.strictObject({
    order_id: z.string().optional(),
    amount: Money.optional(),
    refunds: z.array(z.strictObject({ order_id: z.string(), amount: Money.optional() })).optional(),
    says: z.string(),
    ticket: z.string().optional(),
    check_payment: z.boolean().optional(),
  }),
  result: z.strictObject({}),
})
const refunds = {
  name: 'refunds-under-50',
  description: 'Refund requests under 50 EUR for orders shipped in the last 30 days',
  examples: ['refund, it arrived broken', 'I want my money back'],
  contract: refund.name,
}
const access = {
  name: 'reset-access',
  description: 'Password resets and locked accounts of employees',
  examples: ['I cannot log in', 'my account is locked'],
  contract: 'it.reset-access@1',
}
const triage = (goal: string, more: Partial<PlaybookView> = {}) =>
  playbook({
    contract: 'triage.route@1',
    goal,
    payload: null,
    notes: [],
    journal: [],
    instructions: [],
    checkFailed: null,
    workflows: [access, refunds],
    tools: new Set<string>(),
    handoffs: new Map([[refund.name, refund.requestSchema]]),
    delegates: new Map(),
    delegations: [],
    said: [],
    ...more,
  })
const payload = (goal: string) => {
  const move = triage(goal)
  if (move.do !== 'route') throw new Error(JSON.stringify(move))
  const { says, ...rest } = move.payload
  expect(says).to.equal(goal)
  expect(refund.request.safeParse(move.payload).error).to.equal(undefined)
  return rest
}
const eur = (amount: string) => ({ amount, currency: 'EUR' })

describe('triage', () => {
  it('reads order numbers and amounts as they are written', () => {
    expect(payload('refund order 1042, it arrived broken')).to.deep.equal({ order_id: '1042' })
    expect(payload('Please refund 15 EUR for order #1043')).to.deep.equal({
      order_id: '1043',
      amount: eur('15'),
    })
    expect(payload('refund €12,50 of order sandbox-1')).to.deep.equal({
      order_id: 'sandbox-1',
      amount: eur('12.50'),
    })
    expect(payload('I want my money back for 1044, that is 35 euros')).to.deep.equal({
      order_id: '1044',
      amount: eur('35'),
    })
  })
  it('makes one list of several refunds in one text', () => {
    const each = (...ids: string[]) => ({ refunds: ids.map((order_id) => ({ order_id, amount: eur('19') })) })
    expect(payload('refund orders 1050, 1051 and 1052, 19 EUR each')).to.deep.equal(
      each('1050', '1051', '1052'),
    )
    expect(
      payload('Orders 1045, 1046 and 1047 are all too small. Please refund 19 EUR for each.'),
    ).to.deep.equal(each('1045', '1046', '1047'))
    expect(payload('refund order 1045 with 5 EUR and order 1046 with 6 EUR')).to.deep.equal({
      refunds: [
        { order_id: '1045', amount: eur('5') },
        { order_id: '1046', amount: eur('6') },
      ],
    })
  })
  it('does not take what was given before for what is asked now', () => {
    const text =
      'You gave me 20 EUR for order 1053 last week; the other bowls are chipped too. Please refund 45 EUR.'
    expect(payload(text)).to.deep.equal({ order_id: '1053', amount: eur('45') })
  })
  it('asks which amount is meant where the text leaves it open', () => {
    expect(triage('refund orders 1045 and 1046, 19 EUR or 20 EUR or 21 EUR')).to.include({
      do: 'escalate',
      proposed: 'refunds-under-50',
    })
    expect(triage('refund orders 1045 and 1046, 19 EUR')).to.include({ do: 'escalate' })
  })
  it('passes on the wish to have the payment checked', () => {
    expect(payload('Refund order 1043, but check the payment first')).to.deep.equal({
      order_id: '1043',
      check_payment: true,
    })
  })
  it('asks a person where no workflow fits, and where two do', () => {
    for (const goal of ['Do you have the mug in green?', 'restart the billing server', '', '!!!'])
      expect(triage(goal), goal).to.include({ do: 'escalate' })
    expect(triage('refund order 1042', { workflows: [refunds, { ...refunds, name: 'again' }] })).to.include({
      do: 'escalate',
    })
    expect(triage('refund order 1042', { workflows: [] })).to.include({ do: 'escalate' })
  })
  it('takes a text apart that asks for different things, each in its own words', () => {
    const move = triage('Please refund order 1042. It arrived broken. Also, I cannot log in!')
    if (move.do !== 'split') throw new Error(JSON.stringify(move))
    expect(move.intents.map(({ goal, workflow }) => [goal, workflow])).to.deep.equal([
      ['Please refund order 1042. It arrived broken.', refunds.name],
      ['Also, I cannot log in!', access.name],
    ])
    expect(move.intents[0]?.payload).to.include({ order_id: '1042' })
    expect(triage('Refund order 1042. Refund order 1043 too.'), 'one kind is one matter').to.include({
      do: 'route',
    })
  })
  it('chooses by the words of descriptions and examples', () => {
    expect(matchWorkflow('My account is locked, I cannot log in', [access, refunds])).to.equal(access)
    expect(matchWorkflow('I would like my money back for order 1043', [access, refunds])).to.equal(refunds)
    expect(matchWorkflow('Refund 15 EUR for order 1043', [access, refunds])).to.equal(refunds)
  })
  it('reads the ticket that a goal points to, where it may', () => {
    const goal = 'refund the customer of ticket T-3'
    const tools = new Set(['helpdesk.get_ticket'])
    expect(triage(goal, { tools })).to.deep.equal({
      do: 'call',
      calls: [{ tool: 'helpdesk.get_ticket', args: { id: 'T-3' } }],
    })
    const result = {
      subject: 'aprons',
      body: 'Orders 1045 and 1046 are too small. Please refund 19 EUR for each.',
    }
    const said = [
      { tool: 'helpdesk.get_ticket', args: { id: 'T-3' }, answer: { status: 'result' as const, result } },
    ]
    const move = triage(goal, { tools, said })
    expect(move.do === 'route' && move.payload['refunds']).to.have.length(2)
    expect(move.do === 'route' && move.payload['ticket']).to.equal('T-3')
  })
  it('keeps to the fields that the contract knows, and asks for those that it needs', () => {
    const schema = { type: 'object', properties: { order_id: {}, invoice: {} }, required: ['invoice'] }
    const handoffs = new Map([[refund.name, schema]])
    expect(triage('refund order 1042', { handoffs })).to.include({
      do: 'escalate',
      question: 'The goal does not say: invoice.',
    })
    const sent = triage('refund order 1042', { handoffs, payload: { invoice: 'i-1', note: 'x' } })
    expect(sent).to.deep.include({ payload: { order_id: '1042', invoice: 'i-1' } })
  })
  it('invents nothing from a text without numbers', () => {
    expect(readRequest('please refund my order, it is broken')).to.deep.include({ orders: [], amounts: [] })
  })
})
