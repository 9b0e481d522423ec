import { RemitError } from './errors.ts'

type Upcaster = (data: Record<string, unknown>) => Record<string, unknown>
/** upcasters[type][n] makes version n + 1 of an event's data from version n. Never edited, only added to. */
const upcasters: Readonly<Record<string, Readonly<Record<number, Upcaster>>>> = {}

/** The version that this release writes: one more than the highest upcaster. */
export const currentVersion = (type: string): number => Object.keys(upcasters[type] ?? {}).length + 1

/** Brings the data of an older event to the current version, one step at a time. */
export const upcast = (type: string, v: number, data: Record<string, unknown>): Record<string, unknown> => {
  let current = data
  for (let step = v; step < currentVersion(type); step += 1) {
    const up = upcasters[type]?.[step]
    if (!up) throw new RemitError('RECORD_BROKEN', { type, v: step, missing: 'upcaster' })
    current = up(current)
  }
  return current
}
