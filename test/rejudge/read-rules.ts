import { parse } from 'yaml'
import { z } from 'zod'
import { moneyText } from './exact-money.ts'
import { parseRule } from './parse-rule.ts'

const Over = z
  .string()
  .transform((text) => moneyText(text))
  .optional()
const rule = z.string().transform((text) => parseRule(text))
const Write = z.looseObject({
  amount: rule.optional(),
  allow: rule,
  low_risk: rule.optional(),
  approve: z.looseObject({ always_over: Over, four_eyes_over: Over, separate_over: Over }).default({}),
})
const Workflow = z.looseObject({
  name: z.string(),
  mode: z.enum(['suggest', 'act-low-risk', 'autonomous']),
  mode_ceiling: z.enum(['suggest', 'act-low-risk', 'autonomous']),
  tools: z.looseObject({ write: z.record(z.string(), Write).default({}) }),
})
export type WriteRule = z.infer<typeof Write>
export type WorkflowRule = z.infer<typeof Workflow>
const People = z.looseObject({
  people: z.array(
    z.looseObject({ id: z.string(), roles: z.array(z.string()), limit: z.string().optional() }),
  ),
})

/** The rules of one policy, from its files as the control log keeps them. */
export const readRules = (files: Readonly<Record<string, string>>) => ({
  workflows: new Map(
    Object.entries(files)
      .filter(([name]) => name.startsWith('workflows/'))
      .map(([, text]) => Workflow.parse(parse(text)))
      .map((one) => [one.name, one] as const),
  ),
  people: People.parse(parse(files['people.yaml'] ?? 'people: []')).people,
})
export type Rules = ReturnType<typeof readRules>
