import type { JsonSchema } from '../../contracts/canonical-args.ts'
import type { ModelSetting } from '../../contracts/platform.ts'
import type { Company, Models, Person, Sends, System, Workflow, WriteTool } from '../../contracts/policy.ts'
import type { CelContext, Expression } from './cel-expression.ts'
import type { GoalFacts, WriteFacts } from './facts-given.ts'
import type { KeyTemplate } from './key-template.ts'
import type { Template } from './compile-template.ts'
import type { Pinned } from './pinned-arguments.ts'
import type { TextFacts } from './template-scope.ts'
import type { Rule } from './rule.ts'

/** A tool as it counts here: its class after systems.yaml and annotations, its answer's schema or shape. */
export type KnownTool = {
  name: string
  class: 'read' | 'write'
  inputSchema: JsonSchema
  outputSchema: JsonSchema | undefined
  hash: string
  sends: Sends
  reads: 'private' | 'untrusted'
}

/** A read whose arguments are expressions; `needs` are the facts that they use. */
export type CompiledRead = {
  as: string
  tool: KnownTool
  args: ReadonlyMap<string, Expression>
  needs: ReadonlySet<string>
}

/** How it is told whether a call sends only what code made; `never` sends nothing, `always` anything. */
export type CompiledSend =
  | 'never'
  | 'always'
  | {
      pinned: Pinned
      to: ReadonlySet<string>
      body: ReadonlySet<string>
      /** arguments that can carry no words: numbers, times, true and false */
      wordless: ReadonlySet<string>
      templates: readonly Template[]
    }

export type CompiledWrite = {
  tool: KnownTool
  rule: WriteTool
  /** undefined: all arguments */
  key: readonly Expression[] | undefined
  facts: readonly CompiledRead[]
  amount: Expression | undefined
  allow: Rule
  lowRisk: Rule | undefined
  verify: { read: CompiledRead; expect: Rule; byReference: boolean } | undefined
  keyed: readonly KeyTemplate[]
  send: CompiledSend
  /** whom this tool's facts are about; undefined where they do not say */
  subject: Expression | undefined
  /** JSON as values of this tool's types. Throws RuleError where a fact is not what its schema says. */
  context: (given: WriteFacts) => CelContext
  /** the same for templates, which know neither arguments nor payload */
  textContext: (given: TextFacts) => CelContext
}

export type CompiledWorkflow = {
  name: string
  policy: Workflow
  timezone: string
  admit: Rule | undefined
  doneWhen:
    | { reads: readonly CompiledRead[]; is: Rule; context: (given: GoalFacts) => CelContext }
    | undefined
  reads: ReadonlySet<string>
  writes: ReadonlyMap<string, CompiledWrite>
}

/** A company's whole policy, every expression compiled once. `digest` is SHA-256 over the canonical content of the files. */
export type CompiledPolicy = {
  digest: string
  files: Readonly<Record<string, string>>
  company: Company
  people: readonly Person[]
  systems: readonly System[]
  /** prices in the company's currency, the rate applied */
  models: readonly ModelSetting[]
  rate: Models['rate']
  tools: ReadonlyMap<string, KnownTool>
  workflows: ReadonlyMap<string, CompiledWorkflow>
}
