import { z } from 'zod'
import { canonicalJson } from './canonical-json.ts'
import type { ToolDefinition } from './platform.ts'

/** One place in which two definitions of a tool differ; values as JSON, null = it is not there. */
export const DefinitionChange = z.strictObject({
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type DefinitionChange = z.infer<typeof DefinitionChange>

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const shown = (value: unknown): string | null => (value === undefined ? null : canonicalJson(value))

const changes = (before: unknown, after: unknown, path: readonly string[]): DefinitionChange[] => {
  if (shown(before) === shown(after)) return []
  if (!isObject(before) || !isObject(after))
    return [{ field: path.join('.'), before: shown(before), after: shown(after) }]
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()
  return names.flatMap((name) => changes(before[name], after[name], [...path, name]))
}

/** Every place in which a tool's definition changed: description, schemas and annotations, field by field. */
export const definitionDifference = (before: ToolDefinition, after: ToolDefinition): DefinitionChange[] => {
  const { hash: _was, ...old } = before
  const { hash: _is, ...fresh } = after
  return changes(old, fresh, [])
}

/** `inputSchema.properties.amount.type: "number" -> "string"` */
export const sayDefinitionChange = ({ field, before, after }: DefinitionChange): string =>
  `${field}: ${before ?? '(not there)'} -> ${after ?? '(gone)'}`
