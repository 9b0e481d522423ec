import type { Environment } from '@marcbachmann/cel-js'
import type { Workflow } from '../../contracts/policy.ts'
import { compileCel, scalarTypes } from './cel-expression.ts'
import type { Expression } from './cel-expression.ts'
import { shapeOf } from './cel-shape.ts'
import type { Shape } from './cel-shape.ts'
import type { CompiledRead, KnownTool } from './compiled-policy.ts'
import type { FaultList } from './fault-list.ts'
import type { Path } from './policy-source.ts'

type Read = NonNullable<Workflow['done_when']>['facts'][string]
const takes: Readonly<Partial<Record<Shape['kind'], readonly string[]>>> = {
  string: ['string', 'int', 'Decimal', 'dyn'],
  timestamp: ['google.protobuf.Timestamp', 'string', 'dyn'],
  int: ['int', 'Decimal', 'string', 'dyn'],
  decimal: ['int', 'Decimal', 'string', 'dyn'],
  bool: ['bool', 'dyn'],
}

/** The tool that a read names, if it is one that may be read with. */
export const readTool = (
  name: string,
  tools: ReadonlyMap<string, KnownTool>,
  faults: FaultList,
  path: Path,
): KnownTool | undefined => {
  const tool = tools.get(name)
  if (!tool) faults.add(path, 'UNKNOWN_TOOL', `no system offers ${name}`)
  else if (tool.class !== 'read') faults.add(path, 'READ_NEEDED', `${name} is a write`)
  return tool?.class === 'read' ? tool : undefined
}

const checkArgument = (
  tool: KnownTool,
  name: string,
  expression: Expression,
  faults: FaultList,
  path: Path,
): void => {
  const shape = shapeOf(tool.inputSchema)
  if (shape.kind !== 'object') return
  const field = shape.fields.get(name)
  if (!field) faults.add(path, 'FACT_ARGS', `${tool.name} has no argument ${name}`, { key: true })
  else if (takes[field.kind]?.includes(expression.type) === false)
    faults.add(path, 'FACT_ARGS', `${name} of ${tool.name} is ${field.kind}, not ${expression.type}`)
}

/** Compiles one read; `facts` are those that are there before it. Undefined where it has a fault. */
export const compileRead = (
  env: Environment,
  as: string,
  read: Read,
  tool: KnownTool | undefined,
  facts: ReadonlyMap<string, boolean>,
  faults: FaultList,
  path: Path,
): CompiledRead | undefined => {
  const args = new Map<string, Expression>()
  for (const [name, text] of Object.entries(read.args)) {
    const at = [...path, 'args', name]
    const compiled = compileCel(env, text, { types: scalarTypes, facts })
    if ('problems' in compiled) faults.addCel(at, compiled.problems)
    else {
      args.set(name, compiled.expression)
      if (tool) checkArgument(tool, name, compiled.expression, faults, at)
    }
  }
  const required: unknown = tool?.inputSchema['required']
  for (const name of Array.isArray(required) ? required : [])
    if (!Object.hasOwn(read.args, String(name)))
      faults.add([...path, 'args'], 'FACT_ARGS', `${read.tool} needs the argument ${String(name)}`)
  if (!tool || args.size !== Object.keys(read.args).length) return undefined
  const uses = [...args.values()].flatMap(({ selections }) => selections)
  const needs = uses.flatMap(({ path: [root, name] }) => (root === 'facts' && name ? [name] : []))
  return { as, tool, args, needs: new Set(needs) }
}
