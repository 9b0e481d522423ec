type Common = {
  /** where the value stands in the arguments */
  path: string[]
  label: string
  hint: string
  required: boolean
  /** shown, and not to be changed here */
  locked: boolean
}
/** One place of a form that a JSON Schema asks for. */
export type Field = Common &
  (
    | { kind: 'text'; long: boolean; digits: boolean }
    /** the JSON text of each value */
    | { kind: 'choice'; options: readonly string[] }
    /** anything that is more than one line of text: written as JSON */
    | { kind: 'json' }
    | { kind: 'group'; fields: Field[] }
  )

/** The name of a field's input: a JSON pointer (RFC 6901) into the arguments. */
export const inputName = (path: readonly string[]): string =>
  ['args', ...path].map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')
