import type { ErrorCode } from '../../../contracts/errors.ts'
import type { PolicyChange } from '../../../contracts/policy-change.ts'

/** What decides who may apply: which files differ, the roles that own workflows now, and what each field does. */
export type Applying = {
  /** files whose text differs, also where only a comment does */
  files: readonly string[]
  changes: PolicyChange[]
  /** owner's role of each workflow in force, by its file */
  owners: ReadonlyMap<string, string>
}
export type Applicant = { id: string; roles: readonly string[] }
export type MayApply = { kind: 'apply' } | { kind: 'second-person' } | { kind: 'refused'; code: ErrorCode }

const isCompany = (file: string): boolean => !file.startsWith('workflows/')

/** Does it take two: files of the whole company, and every change that may allow more? */
const takesTwo = ({ files, changes }: Applying): boolean =>
  files.some(isCompany) || changes.some(({ effect }) => effect === 'looser')

/** Roles that own what changes. A new workflow, and what is the company's, belongs to whoever owns any workflow. */
const concerned = ({ files, owners }: Applying): string[] => files.flatMap((file) => owners.get(file) ?? [])

/**
 * Who may put a policy into force: a person of the role that owns each changed workflow, as it stands now, not as the
 * change would have it. Where it may allow more, or is the company's, an owner proposes and a second one, another
 * person, applies the very same files; between the two every owner's role must be there.
 */
export const mayApply = (applying: Applying, first: Applicant, second: Applicant | null): MayApply => {
  const all = new Set(applying.owners.values())
  const needed = concerned(applying)
  const ownsAny = (person: Applicant): boolean => person.roles.some((role) => all.has(role))
  const owns = (person: Applicant): boolean =>
    needed.length === 0 ? ownsAny(person) : needed.some((role) => person.roles.includes(role))
  const refused = (code: ErrorCode): MayApply => ({ kind: 'refused', code })
  if (!owns(first)) return refused('NOT_YOUR_ROLE')
  const covered = (...people: Applicant[]): boolean =>
    needed.every((role) => people.some((person) => person.roles.includes(role)))
  if (!takesTwo(applying)) return covered(first) ? { kind: 'apply' } : refused('NOT_YOUR_ROLE')
  if (second === null) return { kind: 'second-person' }
  if (second.id === first.id) return refused('OWN_REQUEST')
  return ownsAny(second) && covered(first, second) ? { kind: 'apply' } : refused('NOT_YOUR_ROLE')
}
