import { formatMoney } from '../../contracts/money.ts'
import type { Money } from '../../contracts/money.ts'
import type { FactShown, RuleShown } from '../../contracts/http/goal-page.ts'
import type { Workflow } from '../../contracts/policy.ts'
import type { z } from 'zod'

type Judged = { tool: string; args: unknown; amount: Money | null; facts: FactShown[] }

const names = /(?<![.\w])(?:(?:args|facts)(?:\.[A-Za-z_]\w*(?![\w(]))+|amount(?![\w(]))/g

const at = (value: unknown, path: string[]): unknown =>
  path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
        ? Object.getOwnPropertyDescriptor(inner, step)?.value
        : undefined,
    value,
  )

const valueOf = (name: string, judged: Judged): string => {
  if (name === 'amount') return judged.amount === null ? 'none' : formatMoney(judged.amount)
  const [root, first = '', ...rest] = name.split('.')
  const value =
    root === 'args'
      ? at(judged.args, [first, ...rest])
      : at(judged.facts.find((fact) => fact.as === first)?.value, rest)
  if (value === undefined) return 'not there'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A rule's text with the value of each name in it, as it stood when the effect was judged. */
export const showRules = (workflow: z.infer<typeof Workflow> | undefined, judged: Judged): RuleShown[] => {
  const rules = workflow?.tools.write[judged.tool]
  if (rules === undefined) return []
  const written = { allow: rules.allow, low_risk: rules.low_risk }
  return Object.entries(written).flatMap(([name, text]) => {
    if (text === undefined) return []
    const used = [...new Set(text.replaceAll(/"[^"]*"|'[^']*'/g, '""').match(names) ?? [])]
    return [{ name, text, values: used.map((part) => ({ name: part, value: valueOf(part, judged) })) }]
  })
}
