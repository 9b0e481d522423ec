import type { Environment } from '@marcbachmann/cel-js'
import type { CelContext } from './cel-expression.ts'
import { stringType, withVariables } from './cel-scope.ts'
import { moneyType, objectType, timeFrom } from './cel-type.ts'
import type { CelType } from './cel-type.ts'
import { celTimestamp } from './days-since.ts'
import type { DoneEffect, FactValues, GoalView } from './facts-given.ts'

export type TextFacts = { goal: GoalView; facts: FactValues; done: readonly Omit<DoneEffect, 'args'>[] }
export type TemplateScope = { env: Environment; context: (given: TextFacts) => CelContext }

/**
 * What a template may be filled from: facts, the goal's id, workflow and time, and what was done in it. No argument of
 * any call and nothing of the payload: those are the words of a model or of a stranger.
 */
export const templateScope = (types: Environment, facts: CelType): TemplateScope => {
  const goal = objectType(
    types,
    'text.goal',
    new Map<string, CelType>([
      ['id', stringType],
      ['workflow', stringType],
      ['submitted', { name: celTimestamp, from: timeFrom }],
    ]),
  )
  const entry = objectType(
    types,
    'text.done',
    new Map([
      ['id', stringType],
      ['tool', stringType],
      ['amount', moneyType],
    ]),
  )
  const done: CelType = {
    name: `list<${entry.name}>`,
    from: (json, at) =>
      Array.isArray(json) ? json.map((item, index) => entry.from(item, `${at}[${index}]`)) : [],
  }
  return {
    env: withVariables(types, { goal, facts, done }),
    context: (given) => ({
      goal: goal.from(given.goal, 'goal'),
      facts: facts.from(given.facts, 'facts'),
      done: done.from(given.done, 'done'),
    }),
  }
}
