import { canonicalArgs } from '../../../contracts/canonical-args.ts'
import { canonicalJson } from '../../../contracts/canonical-json.ts'
import { readFields } from '../schema-form/read-fields.ts'
import { schemaErrors } from '../schema-form/schema-errors.ts'
import type { ApprovalItem } from './approval-kind.ts'
import { editOf } from './edit-of.ts'
import type { ReadAct } from './item-kind.ts'
import { readNote } from './read-note.ts'

type Faults = Record<string, string>
type Edited = { args: unknown; errors: Faults }

const editedIn = (item: ApprovalItem, form: URLSearchParams): Edited => {
  const found = editOf(item)
  if (found === null) return { args: null, errors: { args: 'Nothing of this call can be edited.' } }
  const { args, errors } = readFields(found.fields, form, found.values)
  const exact = canonicalArgs(args, found.schema)
  if (
    Object.keys(errors).length === 0 &&
    canonicalJson(exact) === canonicalJson(canonicalArgs(found.values, found.schema))
  )
    return {
      args: null,
      errors: { args: 'Nothing was changed. Change a value, or approve the call as it is.' },
    }
  // What the form itself says of an input is nearer to what was typed.
  return { args: exact, errors: { ...schemaErrors(found.schema, exact), ...errors } }
}

/** A form of an approval's page as the one command that it asks for, or what is wrong with it. */
export const readApprovalAct = (item: ApprovalItem, name: string, form: URLSearchParams): ReadAct => {
  const goal = item.goal.id
  const { errors, said, time } = readNote(form, { required: name === 'reject' })
  const decide = (decision: 'approve' | 'reject', more: object = {}, faults: Faults = errors): ReadAct =>
    Object.keys(faults).length > 0
      ? { kind: 'faults', errors: faults }
      : {
          kind: 'order',
          order: {
            kind: 'decide',
            ...time,
            body: { goal, approval: item.approval.id, decision, ...said, ...more },
            goal: () => goal,
          },
        }
  switch (name) {
    case 'approve':
    case 'reject':
      return decide(name)
    case 'edit': {
      const edited = editedIn(item, form)
      return decide('approve', { args: edited.args }, { ...errors, ...edited.errors })
    }
    case 'cancel':
      return Object.keys(errors).length > 0
        ? { kind: 'faults', errors }
        : { kind: 'order', order: { kind: 'cancel', ...time, body: { goal, ...said }, goal: () => goal } }
    default:
      return { kind: 'none' }
  }
}
