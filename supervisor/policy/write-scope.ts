import type { Environment } from '@marcbachmann/cel-js'
import { canonicalArgs } from '../../contracts/canonical-args.ts'
import { fromMinor } from '../../contracts/money.ts'
import type { CelContext } from './cel-expression.ts'
import {
  answerType,
  argsType,
  countType,
  factsType,
  goalType,
  stringType,
  withVariables,
} from './cel-scope.ts'
import { moneyType, objectType, timeFrom } from './cel-type.ts'
import type { CelType } from './cel-type.ts'
import type { KnownTool } from './compiled-policy.ts'
import type { WriteFacts } from './facts-given.ts'
import { templateScope } from './template-scope.ts'
import type { TemplateScope } from './template-scope.ts'

/** The environments of one write tool, one for each kind of rule: a variable that is not there yet is no variable. */
export type WriteScope = {
  shaped: ReadonlyMap<string, boolean>
  key: Environment
  read: Environment
  amount: Environment
  allow: Environment
  verifyArgs: Environment
  verifyExpect: Environment
  /** what the templates of a sending tool are filled from */
  text: TemplateScope
  context: (given: WriteFacts) => CelContext
}

const present = (name: string, type: CelType, json: unknown): [string, unknown][] =>
  json === undefined ? [] : [[name, type.from(json, name)]]

/** Builds the types of a tool's rules from its own schemas and those of the tools that its facts come from. */
export const writeScope = (
  base: Environment,
  tool: KnownTool,
  entries: readonly { as: string; tool: KnownTool | undefined }[],
  verifyTool: KnownTool | undefined,
  currency: string,
): WriteScope => {
  const types = base.clone()
  const args = argsType(types, 'args', tool)
  const goal = goalType(types)
  const facts = factsType(types, entries)
  const prior = objectType(
    types,
    'prior',
    new Map([
      ['count', countType],
      ['amount', moneyType],
    ]),
  )
  const effect = objectType(
    types,
    'effect',
    new Map([
      ['id', stringType],
      ['ordinal', countType],
    ]),
  )
  const result = answerType(types, 'result', verifyTool)
  // Before anything is derived from `types`: it takes no new type after that.
  const text = templateScope(types, facts.type)
  const start = { args, goal }
  const read = { ...start, facts: facts.type }
  const judged = { ...read, prior }
  const verifying = { ...read, before: facts.type, effect, amount: moneyType }
  return {
    shaped: facts.shaped,
    key: withVariables(types, start),
    read: withVariables(types, read),
    amount: withVariables(types, judged),
    allow: withVariables(types, { ...judged, amount: moneyType }),
    verifyArgs: withVariables(types, verifying),
    verifyExpect: withVariables(types, { ...verifying, result }),
    text,
    context: (given) => ({
      args: args.from(canonicalArgs(given.args, tool.inputSchema), 'args'),
      goal: goal.from(given.goal, 'goal'),
      facts: facts.type.from(given.facts, 'facts'),
      ...Object.fromEntries([
        ...(given.now === undefined ? [] : [['now', timeFrom(given.now, 'now')]]),
        ...(given.prior === undefined
          ? []
          : present('prior', prior, {
              ...given.prior,
              amount: given.prior.amount ?? fromMinor(0n, given.amount?.currency ?? currency),
            })),
        ...present('amount', moneyType, given.amount),
        ...present('effect', effect, given.effect),
        ...present('before', facts.type, given.before),
        ...present('result', result, given.result),
      ]),
    }),
  }
}
