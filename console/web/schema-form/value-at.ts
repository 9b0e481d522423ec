const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at a path of names; undefined where there is none. */
export const valueAt = (value: unknown, [step, ...rest]: readonly string[]): unknown => {
  if (step === undefined) return value
  return isObject(value) && Object.hasOwn(value, step) ? valueAt(value[step], rest) : undefined
}

/** A copy with this value there; undefined takes it away. */
export const withValueAt = (
  value: Record<string, unknown>,
  [step = '', ...rest]: readonly string[],
  put: unknown,
): Record<string, unknown> => {
  if (rest.length === 0 && put === undefined) {
    const { [step]: _, ...others } = value
    return others
  }
  const own = Object.hasOwn(value, step) ? value[step] : undefined
  const inner = rest.length === 0 ? put : withValueAt(isObject(own) ? own : {}, rest, put)
  // Defined, never assigned: a name such as __proto__ is a field like any other.
  return Object.fromEntries([...Object.entries(value).filter(([name]) => name !== step), [step, inner]])
}
