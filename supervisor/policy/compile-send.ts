import type { Environment } from '@marcbachmann/cel-js'
import { policyFaults, type WriteTool } from '../../contracts/policy.ts'
import type { PolicyFault } from '../../contracts/policy.ts'
import { shapeOf } from './cel-shape.ts'
import { compileTemplate } from './compile-template.ts'
import type { Template } from './compile-template.ts'
import type { CompiledRead, CompiledSend, KnownTool } from './compiled-policy.ts'
import type { FaultList } from './fault-list.ts'
import { pinnedArguments } from './pinned-arguments.ts'
import type { Path } from './policy-source.ts'
import type { Rule } from './rule.ts'

/** The texts of `templates/`, and where their own faults go: they are no YAML, so lines are counted here. */
export type Templates = { text: (file: string) => string | undefined; fault: (fault: PolicyFault) => void }

type Given = {
  env: Environment
  tool: KnownTool
  rule: WriteTool
  allow: Rule
  reads: readonly CompiledRead[]
  shaped: ReadonlyMap<string, boolean>
  templates: Templates
  faults: FaultList
  path: Path
}

const placeIn = (text: string, offset: number): { line: number; column: number } => {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

const wordless: ReadonlySet<string> = new Set(['int', 'decimal', 'bool', 'timestamp'])
const wordlessIn = (tool: KnownTool): string[] => {
  const shape = shapeOf(tool.inputSchema)
  if (shape.kind !== 'object') return []
  return [...shape.fields].flatMap(([name, field]) => (wordless.has(field.kind) ? [name] : []))
}

const compileTexts = (given: Given, trusted: ReadonlySet<string>): Template[] => {
  const { env, rule, shaped, templates, faults, path } = given
  return (rule.template ?? []).flatMap((file): Template[] => {
    const text = templates.text(file)
    if (text === undefined) {
      faults.add([...path, 'template'], 'MISSING_FILE', `${file} is not there`)
      return []
    }
    const compiled = compileTemplate(env, file, text, { shaped, trusted })
    if ('template' in compiled) return [compiled.template]
    for (const { code, message, offset } of compiled.problems)
      templates.fault({ file, ...placeIn(text, offset), path: '', code, message, fix: policyFaults[code] })
    return []
  })
}

/** What a tool may send without a person: only where code can see that no word and no address is the agent's. */
export const compileSend = (given: Given): CompiledSend => {
  const { tool, rule, allow, reads, faults, path } = given
  const { sends } = tool
  if (typeof sends === 'boolean') {
    if (rule.template !== undefined)
      faults.add(
        [...path, 'template'],
        'NOT_SENDING',
        `nobody says which argument of ${tool.name} is the text`,
      )
    return sends ? 'always' : 'never'
  }
  const trusted = new Set(reads.flatMap(({ as, tool: read }) => (read.reads === 'private' ? [as] : [])))
  return {
    pinned: pinnedArguments(allow, reads, trusted),
    to: new Set(sends.to),
    body: new Set(sends.body),
    wordless: new Set(wordlessIn(tool)),
    templates: compileTexts(given, trusted),
  }
}
