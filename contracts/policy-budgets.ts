import { z } from 'zod'
import {
  DurationText,
  GoalCountCap,
  GoalMoneyCap,
  listOf,
  WindowCountCap,
  WindowMoneyCap,
} from './policy-grammar.ts'

/** What one goal may use in its life. `wall_time` in milliseconds; it stands still while a person is awaited. */
export const GoalBudget = z.strictObject({
  tokens: GoalCountCap.optional(),
  cost: GoalMoneyCap.optional(),
  tool_calls: GoalCountCap.optional(),
  handoffs: GoalCountCap.optional(),
  /** attempts of all its tasks together, first ones too */
  attempts: GoalCountCap.optional(),
  wall_time: DurationText.optional(),
  money_moved: listOf(GoalMoneyCap).optional(),
})
export type GoalBudget = z.infer<typeof GoalBudget>

/** What all goals together may use in a day or in 30 days. */
export const WindowBudget = z.strictObject({
  tokens: WindowCountCap.optional(),
  cost: WindowMoneyCap.optional(),
  money_moved: listOf(WindowMoneyCap).optional(),
})
export type WindowBudget = z.infer<typeof WindowBudget>

/** A cap on whatever a key names, e.g. one customer. Only money can be told apart by facts. */
export const KeyedBudget = z.strictObject({ money_moved: listOf(WindowMoneyCap) })
export type KeyedBudget = z.infer<typeof KeyedBudget>

/** `customer:{facts.order.customer_id}`: a prefix of its own, then text with CEL in braces. */
const keyed = /^(?!goal:|agent:|workflow:|company:)[a-z][a-z0-9-]*:[^{}]*\{[^{}]+\}/
export const isKeyTemplate = (name: string): boolean => keyed.test(name)

export const WorkflowBudgets = z
  .object({ goal: GoalBudget.optional(), agent: WindowBudget.optional(), workflow: WindowBudget.optional() })
  .catchall(KeyedBudget)
  .superRefine((budgets, context) => {
    for (const name of Object.keys(budgets))
      if (!['goal', 'agent', 'workflow'].includes(name) && !isKeyTemplate(name))
        context.addIssue({ code: 'unrecognized_keys', keys: [name], input: budgets })
  })
export type WorkflowBudgets = z.infer<typeof WorkflowBudgets>

/** Caps above all workflows: of the whole company, and of any goal, agent or workflow. */
export const CompanyBudgets = z.strictObject({
  company: WindowBudget.optional(),
  goal: GoalBudget.optional(),
  agent: WindowBudget.optional(),
  workflow: WindowBudget.optional(),
})
export type CompanyBudgets = z.infer<typeof CompanyBudgets>
