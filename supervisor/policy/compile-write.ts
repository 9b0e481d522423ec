import type { Environment } from '@marcbachmann/cel-js'
import { isKeyTemplate } from '../../contracts/policy.ts'
import type { Workflow, WriteTool } from '../../contracts/policy.ts'
import { compileCel, scalarTypes } from './cel-expression.ts'
import type { Expression, Wanted } from './cel-expression.ts'
import type { CelProblem } from './cel-inspect.ts'
import { compileFacts } from './compile-facts.ts'
import { readTool } from './compile-read.ts'
import { compileSend } from './compile-send.ts'
import type { Templates } from './compile-send.ts'
import { compileSubject } from './compile-subject.ts'
import { compileVerify } from './compile-verify.ts'
import type { CompiledWrite, KnownTool } from './compiled-policy.ts'
import type { FaultList } from './fault-list.ts'
import { compileKeyTemplate } from './key-template.ts'
import type { KeyTemplate } from './key-template.ts'
import type { Path } from './policy-source.ts'
import { compileRule } from './rule.ts'
import type { Rule } from './rule.ts'
import { writeScope } from './write-scope.ts'

type Given = {
  base: Environment
  tools: ReadonlyMap<string, KnownTool>
  tool: KnownTool
  rule: WriteTool
  workflow: Workflow
  currency: string
  templates: Templates
  faults: FaultList
  path: Path
  /** why no tool's facts say whom they are about, should it be so */
  nameless: CelProblem[]
}

/** Compiles every expression of one write tool. Undefined where the rule that allows it could not be compiled. */
export const compileWrite = (given: Given): CompiledWrite | undefined => {
  const { base, tools, tool, rule, workflow, currency, templates: texts, faults, path } = given
  const factTools = new Map(
    Object.entries(rule.facts).map(([as, { tool: name }]) => [
      as,
      readTool(name, tools, faults, [...path, 'facts', as, 'tool']),
    ]),
  )
  const verifyTool = rule.verify && readTool(rule.verify.tool, tools, faults, [...path, 'verify', 'tool'])
  const entries = [...factTools].map(([as, factTool]) => ({ as, tool: factTool }))
  const scope = writeScope(base, tool, entries, verifyTool, currency)
  const { shaped } = scope

  const value = (env: Environment, at: Path, text: string, wanted: Wanted): Expression | undefined => {
    const compiled = compileCel(env, text, wanted)
    if ('expression' in compiled) return compiled.expression
    faults.addCel(at, compiled.problems)
    return undefined
  }
  const condition = (name: 'allow' | 'low_risk'): Rule | undefined => {
    const text = rule[name]
    if (text === undefined) return undefined
    const compiled = compileRule(scope.allow, text, { clock: true, facts: shaped })
    if ('rule' in compiled) return compiled.rule
    faults.addCel([...path, name], compiled.problems)
    return undefined
  }
  const keyed = (): KeyTemplate[] =>
    Object.keys(workflow.budgets)
      .filter((name) => isKeyTemplate(name) && rule.amount !== undefined)
      .flatMap((name) => {
        const compiled = compileKeyTemplate(scope.read, name, { facts: shaped })
        if ('template' in compiled) return [compiled.template]
        faults.addCel(['budgets', name], compiled.problems, { key: true })
        return []
      })

  const key = rule.key?.map((text, index) =>
    value(scope.key, [...path, 'key', index], text, { types: scalarTypes }),
  )
  const facts = compileFacts(scope.read, rule.facts, factTools, shaped, faults, [...path, 'facts'])
  const amount =
    rule.amount === undefined
      ? undefined
      : value(scope.amount, [...path, 'amount'], rule.amount, {
          types: ['Money'],
          clock: true,
          facts: shaped,
        })
  const allow = condition('allow')
  const lowRisk = condition('low_risk')
  const verify = compileVerify(scope, rule, verifyTool, faults, path)
  const templates = keyed()
  const subject =
    workflow.subject === undefined ? undefined : compileSubject(scope.read, workflow.subject, shaped)
  if (subject && 'problems' in subject) given.nameless.push(...subject.problems)
  if (!allow) return undefined
  const { env, context: textContext } = scope.text
  const sending = { env, tool, rule, allow, reads: facts, shaped, templates: texts, faults, path }
  const compiledKey = key?.filter((part) => part !== undefined)
  return {
    tool,
    rule,
    key: compiledKey,
    facts,
    amount,
    allow,
    lowRisk,
    verify,
    keyed: templates,
    send: compileSend(sending),
    subject: subject && 'expression' in subject ? subject.expression : undefined,
    context: scope.context,
    textContext,
  }
}
