import { expect } from 'chai'
import { sayPolicyChange } from '../../contracts/policy-change.ts'
import { policyDifference } from './policy-difference.ts'
import { refunds, sampleFiles } from './sample-policy.ts'

const changed = async (file: string, ...edits: [string, string][]): Promise<string[]> => {
  const files = await sampleFiles()
  let text = files[file] ?? ''
  for (const [from, to] of edits) {
    expect(text, `${file} has ${from}`).to.include(from)
    text = text.replace(from, () => to)
  }
  return policyDifference(files, { ...files, [file]: text }).map(sayPolicyChange)
}

describe('the difference between two policies', () => {
  it('says the field, both values and what it does', async () => {
    expect(await changed(refunds, ['within: 4h', 'within: 8h'])).to.deep.equal([
      'refunds-under-50: shop.refund_order approve.within 4h -> 8h (looser)',
    ])
    expect(await changed(refunds, ['money_moved: 50 EUR }', 'money_moved: 40 EUR }'])).to.deep.equal([
      'refunds-under-50: budgets.goal.money_moved.EUR 50 EUR -> 40 EUR (tighter)',
    ])
  })

  it('is empty where only comments and layout differ', async () => {
    expect(await changed(refunds, ['# for triage', '# other words'])).to.deep.equal([])
  })

  it('compares people, caps and agents by name, not by place', async () => {
    const files = await sampleFiles()
    const people = files['people.yaml'] ?? ''
    const lines = people.trimEnd().split('\n')
    const turned = [...lines.slice(0, -3), ...lines.slice(-3).toReversed()].join('\n')
    expect(policyDifference(files, { ...files, 'people.yaml': turned })).to.deep.equal([])
    expect(await changed('people.yaml', ['limit: 100 EUR', 'limit: 90 EUR'])).to.deep.equal([
      'people: people.jonas-brandt.limit 100 EUR -> 90 EUR (looser)',
    ])
  })

  it('shows a template as the text that it is', () => {
    const [one, two] = [{ 'templates/a.txt': 'Dear: {facts.a.b}' }, { 'templates/a.txt': 'Hello' }]
    expect(policyDifference(one, two).map(sayPolicyChange)).to.deep.equal([
      'templates/a.txt: Dear: {facts.a.b} -> Hello (looser)',
    ])
    expect(policyDifference({}, two).map(sayPolicyChange)).to.deep.equal([
      'templates/a.txt: added: Hello (looser)',
    ])
  })

  it('sees parts of a key that change places', async () => {
    const one = { [refunds]: 'tools: { write: { shop.pay: { key: [args.a, args.b] } } }' }
    const two = { [refunds]: 'tools: { write: { shop.pay: { key: [args.b, args.a] } } }' }
    expect(policyDifference(one, two).map(({ effect }) => effect)).to.deep.equal(['looser'])
  })

  const tighter: [string, string, string][] = [
    ['a lower mode ceiling', 'mode_ceiling: act-low-risk', 'mode_ceiling: suggest'],
    [
      'a rule with one clause more',
      '&& amount < money("50 EUR")',
      '&& amount < money("50 EUR") && args.amount > 1',
    ],
    [
      'a low-risk rule that is gone',
      'low_risk: \'amount < money("20 EUR") && facts.customer.refunds_90d < 2\'',
      '',
    ],
    ['a lower four_eyes_over', 'four_eyes_over: 45 EUR', 'four_eyes_over: 42 EUR'],
    ['separation for all', 'separate_over: 40 EUR, ', ''],
    ['a shorter time to decide', 'within: 4h', 'within: 3h'],
    ['a larger review sample', 'review: 5%', 'review: 6%'],
    ['a tool less', 'shop.get_refund, helpdesk.get_ticket', 'helpdesk.get_ticket'],
    [
      'a cap where there was none',
      'agent:    { cost: 20 EUR per day }',
      'agent:    { cost: 20 EUR per day, tokens: 9 per day }',
    ],
    ['fewer tool calls', 'tool_calls: 30', 'tool_calls: 29'],
  ]
  for (const [what, from, to] of tighter)
    it(`calls ${what} tighter`, async () => {
      const said = await changed(refunds, [from, to])
      expect(said).to.have.length(1)
      expect(said[0]).to.match(/\(tighter\)$/)
    })

  const looser: [string, string, string][] = [
    ['a higher ceiling', 'mode_ceiling: act-low-risk', 'mode_ceiling: autonomous'],
    ['a rule with an alternative', 'amount < money("50 EUR") && days', 'amount < money("50 EUR") || days'],
    ['a rule whose clause hides behind an alternative', "allow: '", "allow: 'true || "],
    ['always_over that is gone', 'always_over: 40 EUR, ', ''],
    ['a higher separate_over', 'separate_over: 40 EUR', 'separate_over: 41 EUR'],
    ['a higher cap', 'money_moved: 1000 EUR per day', 'money_moved: 1001 EUR per day'],
    [
      'a lower cap over a longer time',
      'workflow: { cost: 100 EUR per day',
      'workflow: { cost: 90 EUR per 30 days',
    ],
    ['a cap that is gone', 'tool_calls: 30, ', ''],
    [
      'a cap in another currency',
      'money_moved: 1000 EUR per day',
      'money_moved: [1000 EUR per day, 1 USD per day]',
    ],
    ['another key', 'key: [args.order_id]', 'key: [args.order_id, args.reason]'],
    ['another owner', 'owner: support-lead', 'owner: support-agent'],
    ['an agent more', 'agents: [triage, support, finance]', 'agents: [triage, support, finance, it]'],
    ['a fact that is read elsewhere', 'id: "args.order_id" }', 'id: "args.reason" }'],
    ['a lower baseline', 'baseline_minutes: 12', 'baseline_minutes: 11'],
  ]
  for (const [what, from, to] of looser)
    it(`calls ${what} looser`, async () => {
      const said = await changed(refunds, [from, to])
      expect(
        said.some((line) => line.endsWith('(looser)')),
        said.join('\n'),
      ).to.equal(true)
    })

  it('calls a first cap of the company looser: without one nothing could move', async () => {
    const files = await sampleFiles()
    const none = { ...files, 'company.yaml': (files['company.yaml'] ?? '').replace(/ *money_moved.*\n/, '') }
    expect(policyDifference(none, files).map(({ effect }) => effect)).to.deep.equal(['looser', 'looser'])
  })

  it('calls a workflow that is gone tighter, and each field of a new one looser or neutral', async () => {
    const { [refunds]: _, ...less } = await sampleFiles()
    const files = await sampleFiles()
    expect(policyDifference(files, less).map(sayPolicyChange)).to.deep.equal([
      'refunds-under-50: removed (tighter)',
    ])
    const effects = new Set(policyDifference(less, files).map(({ effect }) => effect))
    expect(effects.has('looser')).to.equal(true)
  })

  it('calls it looser where a workflow stops binding the tool of another: every one that admits must allow', async () => {
    const files = await sampleFiles()
    const second = (files[refunds] ?? '').replace('name: refunds-under-50', 'name: refunds-strict')
    const both = { ...files, 'workflows/refunds-strict.yaml': second }
    const effectOf = (after: typeof files): string[] =>
      policyDifference(both, after).map(({ effect }) => effect)
    expect(effectOf(files), 'the file is gone').to.deep.equal(['looser'])
    const narrower = second.replace("admit: 'source in", 'admit: \'requester == "nobody" && source in')
    expect(effectOf({ ...both, 'workflows/refunds-strict.yaml': narrower })).to.deep.equal(['looser'])
    const bare = second.replace(/ {2}write:[\s\S]*$/, '  write: {}\n')
    expect(effectOf({ ...both, 'workflows/refunds-strict.yaml': bare })).to.deep.equal(['looser'])
  })
})
