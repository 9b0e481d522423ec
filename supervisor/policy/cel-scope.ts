import type { Environment } from '@marcbachmann/cel-js'
import { shapeOf } from './cel-shape.ts'
import { objectType, payloadType, registerShape, timeFrom, unknownType } from './cel-type.ts'
import type { CelType } from './cel-type.ts'
import type { KnownTool } from './compiled-policy.ts'
import { celTimestamp } from './days-since.ts'

export const stringType: CelType = { name: 'string', from: (json) => String(json) }
export const countType: CelType = { name: 'int', from: (json) => BigInt(Number(json)) }

/** An environment that knows these variables; types must have been registered before in `types`. */
export const withVariables = (
  types: Environment,
  variables: Readonly<Record<string, CelType>>,
): Environment => {
  const env = types.clone()
  for (const [name, type] of Object.entries(variables)) env.registerVariable(name, type.name)
  return env
}

const goalFields: ReadonlyMap<string, CelType> = new Map([
  ['id', stringType],
  ['workflow', stringType],
  ['source', stringType],
  ['requester', stringType],
  ['submitted', { name: celTimestamp, from: timeFrom }],
  ['payload', payloadType],
])

/** `goal`: id, workflow, source, requester, submitted, payload; and what else the kind of rule has. */
export const goalType = (
  env: Environment,
  more: ReadonlyMap<string, CelType> = new Map<string, CelType>(),
): CelType => objectType(env, 'goal', new Map([...goalFields, ...more]))

/** The arguments of a tool, by its own schema. */
export const argsType = (env: Environment, name: string, tool: KnownTool): CelType =>
  registerShape(env, name, shapeOf(tool.inputSchema))

/** What a tool answers, by its schema or `shape:`; a tool without either has no field that a rule could use. */
export const answerType = (env: Environment, name: string, tool: KnownTool | undefined): CelType =>
  tool?.outputSchema
    ? registerShape(env, name, shapeOf(tool.outputSchema))
    : objectType(env, name, new Map<string, CelType>())

/** `facts`: one field for each entry. The names of those without a known shape come beside it. */
export const factsType = (
  env: Environment,
  entries: readonly { as: string; tool: KnownTool | undefined }[],
): { type: CelType; shaped: ReadonlyMap<string, boolean> } => {
  const fields = entries.map(({ as, tool }): [string, CelType] => [as, answerType(env, `facts.${as}`, tool)])
  return {
    type: objectType(env, 'facts', new Map(fields)),
    shaped: new Map(entries.map(({ as, tool }) => [as, tool?.outputSchema !== undefined])),
  }
}

/** `goal.done`: typed arguments where all done effects can only be of one tool. */
export const doneType = (env: Environment, tools: readonly KnownTool[], money: CelType): CelType => {
  const [only, ...others] = tools
  const args = only && others.length === 0 ? argsType(env, 'done.args', only) : payloadType
  const entry = objectType(
    env,
    'done',
    new Map<string, CelType>([
      ['id', stringType],
      ['tool', stringType],
      ['args', args.name === unknownType.name ? payloadType : args],
      ['amount', money],
    ]),
  )
  const from = (json: unknown, at: string): unknown =>
    Array.isArray(json) ? json.map((item, index) => entry.from(item, `${at}[${index}]`)) : []
  return { name: `list<${entry.name}>`, from }
}
