import { expect } from 'chai'
import type { ToolDefinition } from '../../contracts/platform.ts'
import type { PolicyFiles } from '../../supervisor/policy/compile-policy.ts'
import { refunds } from '../../supervisor/policy/sample-policy.ts'
import { definitions } from './played-values.fixture.ts'
import { startPlayed, type Played } from './played.fixture.ts'

const text = { type: 'string' }
const mail: ToolDefinition = {
  name: 'helpdesk.send_mail',
  inputSchema: {
    type: 'object',
    properties: { to: text, text, order_id: text },
    required: ['to', 'text', 'order_id'],
    additionalProperties: false,
  },
  outputSchema: { type: 'object', properties: { id: text } },
  annotations: { openWorldHint: true },
  hash: 'sample',
}
const entry = `
    helpdesk.send_mail:
      facts:
        order:    { tool: shop.get_order, args: { id: "args.order_id" } }
        customer: { tool: shop.get_customer, args: { id: "facts.order.customer_id" } }
      allow: 'args.to == facts.customer.email && args.order_id == facts.order.id'
      template: templates/thanks.txt
      approve: { role: support-agent, within: 4h }
      needs_two_after: [shop.refund_order]
`
/** Autonomous, with a tool that mails; the customer is told of an order, with and without a refund before it. */
const mailing = (files: PolicyFiles): PolicyFiles => ({
  ...files,
  'people.yaml': `${files['people.yaml'] ?? ''}  - { id: omar, name: Omar, roles: [support-agent], limit: 100 EUR }\n`,
  'systems.yaml': `${files['systems.yaml'] ?? ''}      send_mail: { class: write, sends: { to: [to], body: [text] } }\n`,
  'templates/thanks.txt': 'We looked at your order {facts.order.id}.\n',
  [refunds]: `${(files[refunds] ?? '').replace('mode: suggest', 'mode: autonomous').replace('mode_ceiling: act-low-risk', 'mode_ceiling: autonomous').trimEnd()}\n${entry.slice(1)}`,
})
const start = async (): Promise<Played> => startPlayed({ files: mailing, tools: [...definitions, mail] })
const letter = { to: 'mia@example.com', order_id: '1044', text: 'We looked at your order 1044.' }
const send = (run: Played, goal: { goal: string; task: string }, args: Record<string, unknown>) =>
  run.propose({ ...goal, tool: 'helpdesk.send_mail', args })
const requested = async (run: Played, goal: string) => {
  const events = await run.events(goal)
  return events.flatMap((event) => (event.type === 'ApprovalRequested' ? [event.data] : []))
}

describe('an external send', () => {
  it('runs alone where code made its address and its words', async () => {
    await using run = await start()
    const goal = await run.refundGoal()
    expect(await send(run, goal, letter)).to.include({ do: 'run' })
    expect(await requested(run, goal.goal)).to.deep.equal([])
  })

  it('waits for a person in the mode that asks for least, with one word of the agent', async () => {
    await using run = await start()
    const goal = await run.refundGoal()
    const answer = await send(run, goal, { ...letter, text: 'We looked at your order 1044. Call 0900 123.' })
    expect(answer).to.have.nested.property('answer.status', 'waiting')
    expect((await requested(run, goal.goal)).map(({ why }) => why)).to.deep.equal([['send']])
  })

  it('is refused to another address than the one that the shop knows', async () => {
    await using run = await start()
    const goal = await run.refundGoal()
    const answer = await send(run, goal, { ...letter, to: 'eve@example.com' })
    expect(answer).to.have.nested.property('answer.code', 'NOT_ALLOWED')
  })

  it('takes two people once the tool that the rule names has run in the goal', async () => {
    await using run = await start()
    const goal = await run.refundGoal('refund it', 'maria-keller')
    const refund = { order_id: '1044', amount: 15, reason: 'broken' }
    expect(await run.propose({ ...goal, args: refund })).to.include({ do: 'run' })
    expect(await send(run, goal, letter)).to.have.nested.property('answer.status', 'waiting')
    const [asked] = await requested(run, goal.goal)
    expect(asked).to.deep.include({ why: ['after:shop.refund_order'], votes: 2 })
    const approval = asked?.approval ?? ''
    await run.decide('jonas-brandt', goal.goal, { approval, decision: 'approve' })
    expect((await run.goalOf(goal.goal)).approvals[approval]?.status).to.equal('open')
    await run.decide('omar', goal.goal, { approval, decision: 'approve' })
    expect((await run.goalOf(goal.goal)).approvals[approval]?.status).to.equal('granted')
    const effect = asked?.effect ?? ''
    expect(await run.claimEffect(goal.goal, effect)).to.include({ do: 'run' })
  })
})
