import type { PlaybookView } from '../define-agent.ts'

type Workflow = PlaybookView['workflows'][number]

const common = new Set(
  (
    'a an and are as at be been by can could do does for from had has have he her hello hi his i if in is it its me my ' +
    'no not of on or our please she so that the their them then there they this to was we were will with would you ' +
    'your eur euro usd under over last days'
  ).split(' '),
)
/** Enough to make refund, refunds, refunded and refunding one word. */
const stem = (word: string): string => word.replace(/(ing|ed|es|s)$/, '')

const wordsOf = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/\p{L}+/gu) ?? [])
      .filter((word) => word.length > 1 && !common.has(word))
      .map(stem),
  )

const overlap = (goal: Set<string>, sample: Set<string>): number => {
  const shared = [...goal].filter((word) => sample.has(word)).length
  return shared === 0 ? 0 : shared / Math.min(goal.size, sample.size)
}

/** Half of the shorter text's words must be shared; below that a person is asked. */
const threshold = 0.5

/** The workflow that the words of a goal fit best; 'none' below the threshold, 'tie' where two fit equally. */
export const matchWorkflow = (goal: string, workflows: readonly Workflow[]): Workflow | 'none' | 'tie' => {
  const words = wordsOf(goal)
  const scored = workflows
    .map((workflow) => {
      const samples = [`${workflow.name} ${workflow.description}`, ...workflow.examples].map(wordsOf)
      return { workflow, score: Math.max(0, ...samples.map((sample) => overlap(words, sample))) }
    })
    .toSorted((left, right) => right.score - left.score)
  const [best, second] = scored
  if (!best || best.score < threshold) return 'none'
  return second?.score === best.score ? 'tie' : best.workflow
}
