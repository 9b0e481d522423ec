import { Mode } from '../../contracts/events/goal-events.ts'
import { DurationText, PercentText } from '../../contracts/policy-grammar.ts'
import type { PolicyChange } from '../../contracts/policy-change.ts'
import { isLowerCap, isTighterCap } from './cap-change.ts'
import { isNarrower } from './narrower-rule.ts'

type Effect = PolicyChange['effect']
/** One leaf of a file that differs. */
export type Leaf = {
  path: readonly string[]
  before: string | null
  after: string | null
  /** the file before had nothing of this kind at this place */
  first: boolean
  /**
   * a write tool that it is about stands in another workflow, too: every workflow that has the tool and admits a goal
   * must allow it, so that what narrows this one may free the other
   */
  shared: boolean
}

const modes: readonly string[] = Mode.options
const lower = (before: string | null, after: string | null, rank: (text: string) => number): boolean => {
  if (before === null || after === null) return false
  const [was, is] = [rank(before), rank(after)]
  return was >= 0 && is >= 0 && is < was
}
const seconds = (text: string): number => DurationText.safeParse(text).data ?? -1
const percent = (text: string): number => PercentText.safeParse(text).data ?? -1

const tighterApproval = (field: string, { before, after }: Leaf): boolean => {
  switch (field) {
    case 'always_over':
    case 'four_eyes_over':
      return after !== null && (before === null || isLowerCap(before, after))
    case 'separate_over':
      // Without it separation holds for every approval.
      return before !== null && (after === null || isLowerCap(before, after))
    case 'within':
      return lower(before, after, seconds)
    default:
      return false
  }
}

const tighterWrite = (leaf: Leaf): boolean => {
  const [, , , field, inner] = leaf.path
  const { before, after } = leaf
  switch (field) {
    case undefined:
      return after === null && !leaf.shared
    case 'allow':
      return isNarrower(before, after)
    case 'low_risk':
      return after === null || isNarrower(before, after)
    case 'needs_two_after':
      return before === null
    case 'approve':
      return tighterApproval(inner ?? '', leaf)
    default:
      return false
  }
}

const tighterWorkflow = (leaf: Leaf): boolean => {
  const [first, second] = leaf.path
  const { before, after } = leaf
  switch (first) {
    case undefined:
      return after === null && !leaf.shared
    case 'agents':
      return after === null
    case 'mode':
    case 'mode_ceiling':
      return lower(before, after, (text) => modes.indexOf(text))
    case 'admit':
      return !leaf.shared && (after === null || isNarrower(before, after))
    case 'review':
      return after !== null && (before === null || percent(after) > percent(before))
    case 'budgets':
      return isTighterCap(leaf)
    case 'tools':
      if (second === 'write' && leaf.path.length > 2) return tighterWrite(leaf)
      return after === null && (second === 'read' || !leaf.shared)
    default:
      return false
  }
}

const neutral: ReadonlySet<string> = new Set(['description', 'examples'])

/**
 * What a changed field does. Only what is known to allow less is `tighter`; whatever this does not know is `looser`,
 * so that a forgotten field asks for a second person and never goes through alone.
 */
export const changeEffect = (file: string, leaf: Leaf): Effect => {
  const [first] = leaf.path
  if (file.startsWith('workflows/')) {
    if (first !== undefined && neutral.has(first)) return 'neutral'
    if (leaf.path.at(-1) === 'remind' && leaf.path.at(-2) === 'approve') return 'neutral'
    return tighterWorkflow(leaf) ? 'tighter' : 'looser'
  }
  if (file === 'company.yaml' && first === 'budgets') return isTighterCap(leaf) ? 'tighter' : 'looser'
  return 'looser'
}
