import type { Environment } from '@marcbachmann/cel-js'
import { canonicalArgs } from '../../contracts/canonical-args.ts'
import type { Workflow } from '../../contracts/policy.ts'
import { doneType, factsType, goalType, withVariables } from './cel-scope.ts'
import { moneyType, timeFrom } from './cel-type.ts'
import { maxReads } from './compile-facts.ts'
import { compileRead, readTool } from './compile-read.ts'
import type { CompiledWorkflow, KnownTool } from './compiled-policy.ts'
import type { DoneEffect } from './facts-given.ts'
import type { FaultList } from './fault-list.ts'
import { compileRule } from './rule.ts'

const canonical = (effect: DoneEffect, tools: ReadonlyMap<string, KnownTool>): DoneEffect => {
  const tool = tools.get(effect.tool)
  return tool ? { ...effect, args: canonicalArgs(effect.args, tool.inputSchema) } : effect
}

/**
 * Compiles done_when. Its reads are ordered in one message, so that none may use another's answer; two loops may
 * stand in each other, because what was done is compared with what is there.
 */
export const compileDoneWhen = (
  base: Environment,
  tools: ReadonlyMap<string, KnownTool>,
  workflow: Workflow,
  faults: FaultList,
): CompiledWorkflow['doneWhen'] => {
  const { done_when: doneWhen } = workflow
  if (!doneWhen) return undefined
  const path = ['done_when']
  const entries = Object.entries(doneWhen.facts).map(([as, { tool }]) => ({
    as,
    tool: readTool(tool, tools, faults, [...path, 'facts', as, 'tool']),
  }))
  if (entries.length > maxReads) faults.add([...path, 'facts'], 'TOO_MANY_READS', `${entries.length} reads`)
  const types = base.clone()
  const written = Object.keys(workflow.tools.write).flatMap((name) => tools.get(name) ?? [])
  const goal = goalType(types, new Map([['done', doneType(types, written, moneyType)]]))
  const facts = factsType(types, entries)
  const reading = withVariables(types, { goal })
  const reads = entries.flatMap(({ as, tool }) => {
    const entry = doneWhen.facts[as]
    if (!entry) return []
    return (
      compileRead(reading, as, entry, tool, new Map<string, boolean>(), faults, [...path, 'facts', as]) ?? []
    )
  })
  const judging = withVariables(types, { goal, facts: facts.type })
  const is = compileRule(judging, doneWhen.is, { loops: 2, clock: true, facts: facts.shaped })
  if ('problems' in is) {
    faults.addCel([...path, 'is'], is.problems)
    return undefined
  }
  return {
    reads,
    is: is.rule,
    context: (given) => ({
      goal: goal.from(
        { ...given.goal, done: given.goal.done.map((effect) => canonical(effect, tools)) },
        'goal',
      ),
      facts: facts.type.from(given.facts, 'facts'),
      ...(given.now === undefined ? {} : { now: timeFrom(given.now, 'now') }),
    }),
  }
}
