import type { Field } from '../schema-form/field.ts'
import { fieldsOf } from '../schema-form/fields-of.ts'
import type { GoalItem } from './goal-item.ts'

export type ResultForm = { contract: string; schema: Record<string, unknown>; fields: Field[] }

/** The result that the goal's contract promises, as the fields that a person fills in its place; null where none is known. */
export const resultOf = ({ goal, control }: GoalItem): ResultForm | null => {
  const contract = goal.steps.findLast(({ what }) => what === 'routed')?.to
  const schema = Object.values(control.agents)
    .flatMap(({ contracts }) => contracts)
    .find(({ name }) => name === contract)?.result
  const fields = schema === undefined ? [] : fieldsOf(schema)
  return contract === undefined || schema === undefined || fields.length === 0
    ? null
    : { contract, schema, fields }
}
