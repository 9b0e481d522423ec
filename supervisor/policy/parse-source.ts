import type { z } from 'zod'
import { isPolicyFaultCode, notEnforced } from '../../contracts/policy.ts'
import type { PolicyFault } from '../../contracts/policy.ts'
import type { Path, PolicySource } from './policy-source.ts'

const segments = (path: readonly PropertyKey[]): Path =>
  path.map((part) => (typeof part === 'number' ? part : String(part)))

const unknownField = (source: PolicySource, path: Path, key: string): PolicyFault => {
  const known = notEnforced.has(key)
  return source.fault(
    [...path, key],
    known ? 'NOT_ENFORCED' : 'POLICY_UNKNOWN_FIELD',
    known ? `${key} is not enforced yet` : `there is no field ${key} here`,
    { key: true },
  )
}

const faultsOf = (source: PolicySource, issue: z.core.$ZodIssue, base: Path): PolicyFault[] => {
  const path = [...base, ...segments(issue.path)]
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(source, path, key))
  // The last branch is the one with fields; the others are single words.
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.at(-1)
    if (branch && branch.length > 0) return branch.flatMap((inner) => faultsOf(source, inner, path))
  }
  const code: unknown = issue.code === 'custom' ? issue.params?.['fault'] : undefined
  return [source.fault(path, isPolicyFaultCode(code) ? code : 'POLICY_SCHEMA', issue.message)]
}

/** A file's value as its typed policy, or each fault of it. */
export const parseSource = <T>(
  source: PolicySource,
  schema: z.ZodType<T>,
): { value?: T; faults: PolicyFault[] } => {
  const parsed = schema.safeParse(source.value)
  if (parsed.success) return { value: parsed.data, faults: [] }
  return { faults: parsed.error.issues.flatMap((issue) => faultsOf(source, issue, [])) }
}
