import type { Field } from '../schema-form/field.ts'
import { fieldsOf } from '../schema-form/fields-of.ts'
import type { ApprovalItem } from './approval-kind.ts'

const argument = /(?<![.\w])args\.([A-Za-z_]\w*)/g
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export type Edit = { schema: Record<string, unknown>; fields: Field[]; values: Record<string, unknown> }

const namedIn = (key: readonly string[]): string[] =>
  key.flatMap((part) => [...part.matchAll(argument)].map(([, name = '']) => name))

const isFree = (field: Field): boolean => (field.kind === 'group' ? field.fields.some(isFree) : !field.locked)

/**
 * What of a call may be edited: by its tool's own schema, and without what makes it the call that it is (the `key` of
 * its rule; without one, every argument). Null where nothing may.
 */
export const editOf = ({ control, goal, effect }: ApprovalItem): Edit | null => {
  const schema = control.tools[effect.tool]?.inputSchema
  const key = (control.policies[goal.policy] ?? control.policy)?.workflows[goal.workflow]?.tools.write[
    effect.tool
  ]?.key
  if (schema === undefined || key === undefined || !isObject(effect.args)) return null
  const fields = fieldsOf(schema, { locked: namedIn(key) })
  return fields.some(isFree) ? { schema, fields, values: effect.args } : null
}
