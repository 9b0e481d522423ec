import { expect } from 'chai'
import { policyFaults } from '../../contracts/policy.ts'
import type { AgentCatalogue, PolicyFaultCode, ToolCatalogue } from '../../contracts/policy.ts'
import { compilePolicy } from './compile-policy.ts'
import type { PolicyFiles } from './compile-policy.ts'
import { sampleCatalogue } from './sample-catalogue.ts'
import { refunds, sampleFiles } from './sample-policy.ts'

type Case = {
  code: PolicyFaultCode
  why: string
  file?: string
  /** what is replaced in the file; without it the whole file is */
  from?: string
  /** null: the file is taken away */
  to: string | null
  /** text of the line in which the fault must be found */
  at?: string
  catalogue?: ToolCatalogue
  agents?: AgentCatalogue
}

const intake = 'workflows/intake.yaml'
const agents: AgentCatalogue = {
  triage: ['triage.route@1'],
  support: ['support.refund@1'],
  finance: ['finance.check-refund@1'],
}
const { outputSchema: _shape, ...shapeless } = {
  ...sampleCatalogue['shop.get_customer'],
  inputSchema: {},
  hash: 'x',
}
const five = Array.from({ length: 5 }, (_, index) => {
  const id = index === 0 ? 'args.order_id' : `facts.f${index - 1}.id`
  return `        f${index}: { tool: shop.get_order, args: { id: "${id}" } }\n`
}).join('')
const nine = Array.from(
  { length: 9 },
  (_, index) => `        f${index}: { tool: shop.get_order, args: { id: "args.order_id" } }\n`,
).join('')
const allow = `      allow: 'amount <= money(facts.order.refundable, facts.order.currency) && amount < money("50 EUR") && days_since(facts.order.shipped_at) <= 30'`
const rule = (cel: string): Pick<Case, 'from' | 'to' | 'at'> => ({
  from: allow,
  to: `      allow: '${cel}'`,
  at: 'allow:',
})

const cases: Case[] = [
  {
    code: 'BAD_YAML',
    why: 'broken YAML',
    from: 'agents: [triage',
    to: 'agents: [[triage',
    at: 'baseline_minutes',
  },
  {
    code: 'BAD_YAML',
    why: 'more aliases than anybody needs',
    file: 'people.yaml',
    to: `a: &a [${'1,'.repeat(9)}]\nb: &b [${'*a,'.repeat(9)}]\nc: [${'*b,'.repeat(9)}]`,
  },
  {
    code: 'DUPLICATE_NAME',
    why: 'a field twice',
    from: 'mode: suggest',
    to: 'owner: a\nmode: suggest',
    at: 'owner: a',
  },
  { code: 'MISSING_FILE', why: 'a file that is not there', file: 'company.yaml', to: null },
  { code: 'MISSING_INTAKE', why: 'no intake', file: intake, to: null },
  { code: 'UNKNOWN_FILE', why: 'a file that is no policy', file: 'notes.yaml', to: 'a: 1' },
  { code: 'NOT_ENFORCED', why: 'agents elsewhere', file: 'agents.yaml', to: 'agents: []' },
  {
    code: 'POLICY_SCHEMA',
    why: 'a wrong type',
    from: 'baseline_minutes: 12',
    to: 'baseline_minutes: many',
    at: 'baseline_minutes',
  },
  { code: 'POLICY_SCHEMA', why: 'a field that is needed', from: 'owner: support-lead', to: '' },
  { code: 'POLICY_SCHEMA', why: 'a percentage', from: 'review: 5%', to: 'review: 500%', at: 'review:' },
  {
    code: 'POLICY_SCHEMA',
    why: 'another way to go on',
    from: 'then: escalate',
    to: 'then: forget',
    at: 'approve:',
  },
  {
    code: 'POLICY_SCHEMA',
    why: 'a system in two places',
    file: 'systems.yaml',
    from: '    sandbox: examples/company/helpdesk',
    to: '    sandbox: x\n    command: [y]',
    at: 'name: helpdesk',
  },
  {
    code: 'POLICY_UNKNOWN_FIELD',
    why: 'a misspelt field',
    from: 'low_risk:',
    to: 'lowrisk:',
    at: 'lowrisk:',
  },
  {
    code: 'POLICY_UNKNOWN_FIELD',
    why: 'company caps in a workflow',
    from: '  agent:    {',
    to: '  company: {',
    at: 'company: {',
  },
  {
    code: 'UNKNOWN_TOOL',
    why: 'needs_two_after of a tool that the workflow does not list',
    from: '      key: [',
    to: '      needs_two_after: [shop.get_payment]\n      key: [',
    at: 'needs_two_after',
  },
  {
    code: 'POLICY_UNKNOWN_FIELD',
    why: 'what a tool sends, written in a workflow: it is said of the tool',
    from: '      key: [',
    to: '      sends: true\n      key: [',
    at: 'sends',
  },
  {
    code: 'NOT_SENDING',
    why: 'a template for a tool that sends nothing',
    from: '      key: [',
    to: '      template: templates/x.txt\n      key: [',
    at: 'template',
  },
  {
    code: 'NOT_ENFORCED',
    why: 'lookup',
    from: '      key: [',
    to: '      lookup: {}\n      key: [',
    at: 'lookup',
  },
  {
    code: 'FACT_NOT_READ',
    why: 'a subject that a model could name',
    from: "subject: 'facts.order.customer_id'",
    to: "subject: 'args.order_id'",
    at: 'args.order_id',
  },
  {
    code: 'FACT_NOT_READ',
    why: 'a subject in facts that no tool reads',
    from: "subject: 'facts.order.customer_id'",
    to: "subject: 'facts.person.id'",
    at: 'facts.person',
  },
  {
    code: 'NOT_ENFORCED',
    why: 'a look-up of its own',
    from: '      idempotency:',
    to: '      lookup: { tool: shop.get_refund, args: { reference: "effect.id" } }\n      idempotency:',
    at: 'lookup:',
  },
  {
    code: 'POLICY_SCHEMA',
    why: 'reroute to nobody',
    from: 'then: escalate',
    to: 'then: reroute',
    at: 'approve:',
  },
  {
    code: 'UNKNOWN_ROLE',
    why: 'reroute to a role that nobody has',
    from: 'then: escalate',
    to: 'then: { reroute: nobody }',
    at: 'approve:',
  },
  {
    code: 'ROLE_TOO_SMALL',
    why: 'reroute to too few',
    from: 'then: escalate',
    to: 'then: { reroute: support-lead }',
    at: 'approve:',
  },
  {
    code: 'NOT_ENFORCED',
    why: 'a key in a header',
    from: '_meta.idempotencyKey',
    to: 'header.Idempotency-Key',
    at: 'idempotency:',
  },
  {
    code: 'BAD_HOURS',
    why: 'quiet hours that are none',
    file: 'people.yaml',
    from: 'limit: 45 EUR',
    to: 'limit: 45 EUR, quiet: night',
    at: 'operator',
  },
  {
    code: 'BAD_HOURS',
    why: 'hours that end before they begin',
    file: 'company.yaml',
    from: 'budgets:',
    to: 'business_hours: { mon: "17:00-09:00" }\nbudgets:',
    at: 'business_hours',
  },
  {
    code: 'BAD_HOURS',
    why: 'a day that is none',
    file: 'company.yaml',
    from: 'budgets:',
    to: 'business_hours: { someday: "09:00-17:00" }\nbudgets:',
    at: 'business_hours',
  },
  {
    code: 'BAD_HOURS',
    why: 'hours that overlap',
    file: 'company.yaml',
    from: 'budgets:',
    to: 'business_hours: { mon-fri: "09:00-17:00", wed: "16:00-18:00" }\nbudgets:',
    at: 'business_hours',
  },
  {
    code: 'BAD_HOURS',
    why: 'no hours at all',
    file: 'company.yaml',
    from: 'budgets:',
    to: 'business_hours: {}\nbudgets:',
    at: 'business_hours',
  },
  {
    code: 'POLICY_SCHEMA',
    why: 'a holiday that is no day',
    file: 'company.yaml',
    from: 'budgets:',
    to: 'holidays: [2026-02-30]\nbudgets:',
    at: 'holidays',
  },
  {
    code: 'UNKNOWN_PERSON',
    why: 'a deputy whom nobody knows',
    file: 'people.yaml',
    from: 'limit: 100 EUR,',
    to: 'limit: 100 EUR, deputy: nobody,',
    at: 'Jonas',
  },
  {
    code: 'UNKNOWN_PERSON',
    why: 'a deputy of oneself',
    file: 'people.yaml',
    from: 'limit: 100 EUR,',
    to: 'limit: 100 EUR, deputy: jonas-brandt,',
    at: 'Jonas',
  },
  {
    code: 'POLICY_SCHEMA',
    why: 'away that ends before it begins',
    file: 'people.yaml',
    from: 'limit: 100 EUR,',
    to: 'limit: 100 EUR, away: { from: 2026-12-24, to: 2026-12-01 },',
    at: 'Jonas',
  },
  {
    code: 'BAD_MONEY',
    why: 'more decimals than the currency has',
    from: 'always_over: 40 EUR',
    to: 'always_over: 40.001 EUR',
    at: 'approve:',
  },
  {
    code: 'BAD_MONEY',
    why: 'no such currency',
    file: 'people.yaml',
    from: 'limit: 45 EUR',
    to: 'limit: 45 EUC',
    at: 'operator',
  },
  {
    code: 'BAD_MONEY',
    why: "a company's currency",
    file: 'company.yaml',
    from: 'currency: EUR',
    to: 'currency: EUC',
    at: 'currency',
  },
  {
    code: 'BAD_DURATION',
    why: 'a unit that is none',
    from: 'within: 4h',
    to: 'within: 4 hours',
    at: 'approve:',
  },
  {
    code: 'BAD_DURATION',
    why: 'a reminder after the end',
    from: 'remind: 1h',
    to: 'remind: 5h',
    at: 'approve:',
  },
  {
    code: 'BAD_BUDGET',
    why: 'a day for a goal',
    from: 'cost: 0.40 EUR',
    to: 'cost: 0.40 EUR per day',
    at: 'goal:',
  },
  {
    code: 'BAD_BUDGET',
    why: 'no period for an agent',
    from: '20 EUR per day',
    to: '20 EUR',
    at: 'agent:    {',
  },
  {
    code: 'BAD_BUDGET',
    why: 'another period',
    from: '100 EUR per 30 days',
    to: '100 EUR per 31 days',
    at: 'customer:',
  },
  {
    code: 'BAD_BUDGET',
    why: 'a count without a period',
    from: 'workflow: { cost',
    to: 'workflow: { tokens: "many per day", cost',
    at: 'tokens: "many',
  },
  { code: 'BAD_TIMEZONE', why: 'no such zone', from: 'Europe/Berlin', to: 'Europe/Berlim', at: 'timezone' },
  {
    code: 'DUPLICATE_NAME',
    why: 'two people of one id',
    file: 'people.yaml',
    from: 'jonas-brandt, name',
    to: 'operator, name',
    at: 'Jonas',
  },
  {
    code: 'DUPLICATE_NAME',
    why: 'a tool twice',
    from: '[shop.get_order, ',
    to: '[shop.get_order, shop.get_order, ',
    at: '  read:',
  },
  {
    code: 'DUPLICATE_NAME',
    why: 'a model twice',
    file: 'models.yaml',
    from: 'gpt-4o-mini',
    to: 'gpt-4.1',
    at: '0.15',
  },
  {
    code: 'NAME_MISMATCH',
    why: 'a workflow under another name',
    from: 'name: refunds-under-50',
    to: 'name: refunds',
    at: 'name: refunds',
  },
  {
    code: 'INTAKE_WRITES',
    why: 'a write tool in intake',
    file: intake,
    from: '  read: [helpdesk.get_ticket]',
    to: "  write:\n    helpdesk.reply: { allow: 'true', approve: { within: 1h } }",
    at: 'helpdesk.reply',
  },
  {
    code: 'UNKNOWN_TOOL',
    why: 'a read that nobody offers',
    from: 'shop.get_refund, helpdesk',
    to: 'shop.get_refnd, helpdesk',
    at: '  read:',
  },
  {
    code: 'UNKNOWN_TOOL',
    why: 'a fact from a tool that nobody offers',
    from: 'customer: { tool: shop.get_customer',
    to: 'customer: { tool: shop.get_custom',
    at: 'get_custom,',
  },
  {
    code: 'UNKNOWN_TOOL',
    why: 'a class for a tool that is not there',
    file: 'systems.yaml',
    from: 'get_payment',
    to: 'get_paiment',
    at: 'get_paiment',
  },
  {
    code: 'UNKNOWN_AGENT',
    why: 'an entry that is not one of the agents',
    from: 'agents: [triage, support',
    to: 'agents: [triage',
    at: 'entry:',
  },
  {
    code: 'UNKNOWN_AGENT',
    why: 'an agent that no worker offers',
    from: 'support, finance]',
    to: 'support, finanse]',
    at: 'finanse',
    agents,
  },
  {
    code: 'UNKNOWN_AGENT',
    why: 'a contract that the agent does not offer',
    from: 'support.refund@1',
    to: 'support.refund@2',
    at: 'entry:',
    agents,
  },
  {
    code: 'UNKNOWN_ROLE',
    why: 'an owner that nobody is',
    from: 'owner: support-lead',
    to: 'owner: support-head',
    at: 'owner:',
  },
  {
    code: 'UNKNOWN_ROLE',
    why: 'approvals for a role of nobody',
    from: 'role: support-agent',
    to: 'role: support-agents',
    at: 'approve:',
  },
  {
    code: 'ROLE_TOO_SMALL',
    why: 'four eyes with two people, one of whom may have asked',
    from: 'role: support-agent',
    to: 'role: support-lead',
    at: 'approve:',
  },
  {
    code: 'ROLE_LIMITS',
    why: 'nobody may decide above four eyes',
    file: 'people.yaml',
    from: 'limit: 500 EUR',
    to: 'limit: 45 EUR',
    at: '',
  },
  {
    code: 'CURRENCY_MIX',
    why: 'thresholds in two currencies',
    from: 'always_over: 40 EUR',
    to: 'always_over: 40 USD',
    at: 'approve:',
  },
  {
    code: 'MODE_ABOVE_CEILING',
    why: 'a start above the ceiling',
    from: 'mode: suggest',
    to: 'mode: autonomous',
    at: 'mode: autonomous',
  },
  {
    code: 'WRITE_IN_READ',
    why: 'a write tool among the reads',
    from: 'helpdesk.get_ticket]',
    to: 'helpdesk.reply]',
    at: '  read:',
  },
  {
    code: 'WRITE_IN_READ',
    why: 'a read whose annotations say that it destroys',
    at: '  read:',
    to: '',
    from: '\n\n\n',
    catalogue: {
      ...sampleCatalogue,
      'helpdesk.get_ticket': { inputSchema: {}, hash: 'x', annotations: { destructiveHint: true } },
    },
  },
  {
    code: 'READ_NEEDED',
    why: 'a fact that is read by writing',
    from: 'verify: { tool: shop.get_refund',
    to: 'verify: { tool: helpdesk.reply',
    at: 'verify:',
  },
  {
    code: 'MISSING_KEY',
    why: 'no key where money moves',
    from: '      key: [args.order_id]',
    to: '#',
    at: 'shop.refund_order:',
  },
  {
    code: 'MISSING_AMOUNT',
    why: 'thresholds without an amount',
    from: "      amount: 'money(args.amount, facts.order.currency)'",
    to: '#',
    at: 'approve:',
  },
  {
    code: 'NO_COMPANY_CAP',
    why: 'no company cap where money moves',
    file: 'company.yaml',
    from: '    money_moved: [2000 EUR per day, 20000 EUR per 30 days]',
    to: '',
    at: '',
  },
  {
    code: 'LOOSER_THAN_COMPANY',
    why: 'a cap above the company',
    from: '1000 EUR per day',
    to: '1001 EUR per day',
    at: '  workflow: {',
  },
  {
    code: 'NO_PRICE',
    why: 'a cap on cost that no rate converts',
    from: 'cost: 0.40 EUR',
    to: 'cost: 0.40 GBP',
    at: '  goal: ',
  },
  {
    code: 'NO_PRICE',
    why: 'a price that no rate converts',
    file: 'models.yaml',
    from: '0.40 USD',
    to: '0.40 GBP',
    at: 'GBP',
  },
  {
    code: 'VERIFY_PROVES_NOTHING',
    why: 'a verify by what any refund would show',
    from: '"effect.id"',
    to: '"args.order_id"',
    at: 'verify:',
  },
  { code: 'FACT_NOT_READ', why: 'a fact that no entry reads', ...rule('facts.payment.captured > 0') },
  {
    code: 'FACT_NOT_READ',
    why: 'a fact before it is read',
    from: '"args.order_id" } }\n        customer',
    to: '"facts.customer.id" } }\n        customer',
    at: ' order:    {',
  },
  { code: 'FACT_NOT_READ', why: 'all facts at once', ...rule('size(facts) > 0') },
  {
    code: 'FACT_NOT_READ',
    why: 'a budget key of a fact that no entry reads',
    from: 'customer:{facts.order',
    to: 'customer:{facts.payment',
    at: 'customer:{',
  },
  {
    code: 'FACT_ARGS',
    why: 'an argument that the tool does not have',
    from: 'args: { id: "facts.order.customer_id" }',
    to: 'args: { id: "facts.order.customer_id", x: "1" }',
    at: ' customer: {',
  },
  {
    code: 'FACT_ARGS',
    why: 'an argument that is missing',
    from: 'args: { id: "facts.order.customer_id" }',
    to: 'args: {}',
    at: ' customer: {',
  },
  {
    code: 'FACT_ARGS',
    why: 'an argument of another type',
    from: '"facts.order.customer_id"',
    to: '"args.amount > 1"',
    at: ' customer: {',
  },
  {
    code: 'TOO_MANY_READS',
    why: 'five rounds',
    from: '        customer: {',
    to: `${five}        customer: {`,
    at: ' f4:',
  },
  {
    code: 'TOO_MANY_READS',
    why: 'eleven reads',
    from: '        customer: {',
    to: `${nine}        customer: {`,
    at: ' order:    {',
  },
  {
    code: 'NO_SHAPE',
    why: 'a field of a fact that nobody describes',
    at: 'low_risk:',
    from: '\n\n\n',
    to: '',
    catalogue: { ...sampleCatalogue, 'shop.get_customer': shapeless },
  },
  { code: 'CEL_SYNTAX', why: 'a bracket too few', ...rule('(amount > money("1 EUR")') },
  { code: 'CEL_SYNTAX', why: 'nested too deep', ...rule(`${'('.repeat(30)}true${')'.repeat(30)}`) },
  { code: 'CEL_TYPE', why: 'a typo in an argument', ...rule('args.amont > 1') },
  { code: 'CEL_TYPE', why: 'money and a number', ...rule('amount < 50') },
  { code: 'CEL_TYPE', why: 'no condition at all', ...rule('amount') },
  { code: 'CEL_TYPE', why: 'has() of a field that is not there', ...rule('!has(facts.order.held)') },
  {
    code: 'CEL_TYPE',
    why: 'has() of a field that no item has',
    ...rule('facts.order.refunds.all(r, !has(r.held) && has(r.at))'),
  },
  { code: 'CEL_TYPE', why: 'a clock', ...rule('now > facts.order.shipped_at') },
  { code: 'CEL_TYPE', why: 'a variable of another kind', ...rule('result.amount > 1') },
  { code: 'CEL_TYPE', why: 'a time that is none', ...rule('days_since(facts.order.id) < 3') },
  { code: 'CEL_FUNCTION', why: 'matches', ...rule('args.reason.matches("(a+)+$")') },
  { code: 'CEL_FUNCTION', why: 'dyn', ...rule('dyn(amount) == dyn(1)') },
  { code: 'CEL_FUNCTION', why: 'bind', ...rule('cel.bind(x, 1, x == 1)') },
  {
    code: 'CEL_FUNCTION',
    why: 'the time in an identity',
    from: 'args: { id: "args.order_id" } }\n        customer',
    to: 'args: { id: "string(days_since(goal.submitted))" } }\n        customer',
    at: ' order:    {',
  },
  {
    code: 'CEL_NESTED',
    why: 'a loop within a loop',
    ...rule('facts.order.refunds.all(a, facts.order.refunds.all(b, a.at == b.at))'),
  },
  { code: 'CEL_DOUBLE', why: 'a double', ...rule('facts.customer.refunds_90d < 2.0') },
  { code: 'CEL_LITERAL', why: 'money in words', ...rule('amount < money("fifty")') },
  { code: 'CEL_LITERAL', why: 'more decimals than the currency has', ...rule('amount < money("5.001 EUR")') },
]

const change = (files: PolicyFiles, { file = refunds, from, to }: Case): PolicyFiles => {
  if (to === null) return Object.fromEntries(Object.entries(files).filter(([name]) => name !== file))
  const text = files[file] ?? ''
  if (from !== undefined && from !== '\n\n\n') expect(text, `${file} has ${from}`).to.include(from)
  return { ...files, [file]: from === undefined ? to : text.replace(from, () => to) }
}
const lineWith = (text: string, at: string): number =>
  text.split('\n').findIndex((line) => line.includes(at)) + 1

describe('policy check', () => {
  let files: PolicyFiles
  before(async () => {
    files = await sampleFiles()
  })

  it('finds nothing in the shipped files', () => {
    expect(compilePolicy(files, sampleCatalogue, agents)).to.have.property('ok', true)
  })

  for (const given of cases) {
    it(`says ${given.code} of ${given.why}`, () => {
      const changed = change(files, given)
      const result = compilePolicy(changed, given.catalogue ?? sampleCatalogue, given.agents)
      if (result.ok) return expect.fail('nothing was found')
      const found = result.faults.filter(({ code }) => code === given.code)
      expect(found, JSON.stringify(result.faults, null, 1)).to.not.have.length(0)
      expect(found[0]?.fix).to.equal(policyFaults[given.code])
      if (given.at === undefined || given.at === '') return undefined
      const file = given.file ?? refunds
      expect(found.map(({ file: name, line }) => `${name}:${line}`)).to.include(
        `${file}:${lineWith(changed[file] ?? '', given.at)}`,
      )
      return undefined
    })
  }

  it('has a case for every code that can be found in one file', () => {
    const covered = new Set(cases.map(({ code }) => code))
    const missing = Object.keys(policyFaults).filter((code) => ![...covered].some((one) => one === code))
    // These need a second file: the test below, and those of sends.
    expect(missing).to.deep.equal(['KEY_DIFFERS', 'UNTRUSTED_TEXT'])
  })

  it('says KEY_DIFFERS of two workflows that name different keys of one tool', () => {
    const other = (files[refunds] ?? '')
      .replace('name: refunds-under-50', 'name: refunds-b')
      .replace('key: [args.order_id]', 'key: [args.order_id, args.reason]')
    const result = compilePolicy({ ...files, 'workflows/refunds-b.yaml': other }, sampleCatalogue)
    if (result.ok) return expect.fail('nothing was found')
    expect(result.faults.map(({ file, code }) => [file, code])).to.deep.equal([
      ['workflows/refunds-under-50.yaml', 'KEY_DIFFERS'],
    ])
    return undefined
  })

  it('points at the very place in an expression', () => {
    const changed = change(files, {
      code: 'CEL_TYPE',
      why: '',
      ...rule('amount < money("1 EUR") && args.amont > 1'),
    })
    const result = compilePolicy(changed, sampleCatalogue)
    if (result.ok) return expect.fail('nothing was found')
    const [fault] = result.faults
    const line = (changed[refunds] ?? '').split('\n')[(fault?.line ?? 0) - 1] ?? ''
    expect(line.slice((fault?.column ?? 0) - 1)).to.match(/^amont > 1/)
    return undefined
  })

  it('shows all faults at once', () => {
    const text = (files[refunds] ?? '')
      .replace('mode: suggest', 'mode: autonomous\npromotion: 14d\nnonsense: 1')
      .replace('4h', 'soon')
    const result = compilePolicy({ ...files, [refunds]: text, 'notes.yaml': '' }, sampleCatalogue)
    if (result.ok) return expect.fail('nothing was found')
    expect(result.faults.map(({ code }) => code)).to.have.members([
      'UNKNOWN_FILE',
      'NOT_ENFORCED',
      'POLICY_UNKNOWN_FIELD',
      'BAD_DURATION',
    ])
    return undefined
  })

  it('takes comments and the order of fields for nothing, and every value for something', () => {
    const digest = (changed: PolicyFiles): string => {
      const result = compilePolicy(changed, sampleCatalogue)
      return result.ok ? result.policy.digest : JSON.stringify(result.faults)
    }
    const text = files['people.yaml'] ?? ''
    expect(digest({ ...files, 'people.yaml': `# hello\n${text}` })).to.equal(digest(files))
    expect(digest({ ...files, 'people.yaml': text.replace('500 EUR', '501 EUR') })).to.not.equal(
      digest(files),
    )
    expect(digest(files)).to.match(/^[0-9a-f]{64}$/)
  })
})
