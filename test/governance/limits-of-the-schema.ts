import type { z } from 'zod'
import { CompanyBudgets, WorkflowBudgets } from '../../contracts/policy.ts'

type Node = { def?: { innerType?: unknown; catchall?: unknown; shape?: unknown } }
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'def' in value
const unwrapped = (node: unknown): unknown =>
  isNode(node) && node.def?.innerType !== undefined ? unwrapped(node.def.innerType) : node

const shapeOf = (node: unknown): Record<string, unknown> => {
  const inner = unwrapped(node)
  const shape = isNode(inner) ? inner.def?.shape : undefined
  return typeof shape === 'object' && shape !== null ? { ...shape } : {}
}
const catchallOf = (node: unknown): Record<string, unknown> => {
  const inner = unwrapped(node)
  const rest = isNode(inner) ? inner.def?.catchall : undefined
  return Object.keys(shapeOf(rest)).length === 0 ? {} : { keyed: rest }
}

/** `goal.tokens`: every limit that a schema of budgets knows, found by walking it and not by a list. */
const limitsIn = (schema: z.ZodType): string[] =>
  Object.entries({ ...shapeOf(schema), ...catchallOf(schema) }).flatMap(([scope, budget]) =>
    Object.keys(shapeOf(budget)).map((kind) => `${scope}.${kind}`),
  )

/** Every limit of every file, `company.yaml: goal.tokens`. */
export const limitsOfTheSchema = (): string[] => [
  ...limitsIn(CompanyBudgets).map((limit) => `company.yaml: ${limit}`),
  ...limitsIn(WorkflowBudgets).map((limit) => `workflow: ${limit}`),
]
