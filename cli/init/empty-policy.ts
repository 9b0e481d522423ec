/**
 * A company's policy before anything is allowed: nobody but the operator, no system, no write, and one workflow that
 * only looks where a goal belongs. By path, as `policy apply` takes it.
 */
export const emptyPolicy = (company: {
  name: string
  currency: string
  timezone: string
}): Record<string, string> => ({
  'company.yaml': `# The company. Caps here stand above all workflows: a workflow may only tighten them. A currency without a cap under
# \`company\` cannot move.
name: ${company.name}
currency: ${company.currency}
timezone: ${company.timezone}
budgets:
  company: { cost: 20 ${company.currency} per day }
`,
  'people.yaml': `# Who may decide, in which roles, up to which amount. A token is kept in a file, never here; the path is relative to
# REMIT_HOME, and a person without the file cannot sign in by token.
people:
  - { id: operator, name: Operator, roles: [owner], limit: 0 ${company.currency}, token_file: operator.token }
`,
  'systems.yaml': `# Each system by \`url\` (MCP over HTTP) or \`command\` (MCP over stdio), and what is known of its tools:
#
#   - name: shop
#     url: https://shop.example.com/mcp
#     token_file: /run/secrets/shop
#     tools:
#       get_order: { class: read, reads: private }
#
# A tool without a class is a write; one without a mark may send anything anywhere.
systems: []
`,
  'models.yaml': `# Prices per million tokens, e.g. { name: gpt-5-mini, input: 0.25 ${company.currency}, output: 2.00 ${company.currency}, max_tokens: 4000 }. A model
# without a price is refused where a cost budget is set; without a model, agents follow procedures written in code.
models: []
`,
  'workflows/intake.yaml': `# The policy of every goal until it is routed: triage only, no write tool, budgets of its own.
name: intake
description: Every goal until triage has proposed a workflow and its admit has agreed
owner: owner
entry: { agent: triage, contract: triage.route@1 }
agents: [triage]
mode: suggest
mode_ceiling: suggest
budgets:
  goal:     { tokens: 20000, cost: 0.20 ${company.currency}, tool_calls: 10, handoffs: 8, wall_time: 48h }
  workflow: { cost: 10 ${company.currency} per day }
tools: { read: [] }
`,
})
