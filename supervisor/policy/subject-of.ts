import type { Ruled } from '../../contracts/policy.ts'
import { celToJson } from './cel-to-json.ts'
import type { CompiledWrite } from './compiled-policy.ts'
import type { WriteFacts } from './facts-given.ts'
import { ruled } from './rule-error.ts'

/** Whom the facts of a call are about, after `subject:`; null where the workflow or this tool's facts do not say. */
export const subjectOf = (
  write: CompiledWrite,
  given: Pick<WriteFacts, 'args' | 'goal' | 'facts'>,
): Ruled<string | null> =>
  ruled(() => {
    if (write.subject === undefined) return null
    const value = String(celToJson(write.subject.run(write.context(given))))
    return value === '' ? null : value
  })
