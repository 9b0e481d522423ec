import type { ToolOffer } from '../contracts/tools.ts'
import type { z } from 'zod'
import type { PinnedTool } from './pinned-tool.ts'

type Schema = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The bounds that `z.int()` writes say nothing and cost a model tokens in every prompt. */
const withoutSafeBounds = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withoutSafeBounds)
  if (!isObject(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !(key === 'maximum' && value === Number.MAX_SAFE_INTEGER))
      .filter(([key, value]) => !(key === 'minimum' && value === Number.MIN_SAFE_INTEGER))
      .map(([key, value]) => [key, withoutSafeBounds(value)]),
  )
}

const without = (schema: Schema, argument: string): Schema => {
  const { properties, required } = schema
  return {
    ...schema,
    ...(isObject(properties)
      ? { properties: Object.fromEntries(Object.entries(properties).filter(([name]) => name !== argument)) }
      : {}),
    ...(Array.isArray(required) ? { required: required.filter((name) => name !== argument) } : {}),
  }
}

/** The argument that carries the idempotency key, if the key is passed as one: it is ours to fill, not the agent's. */
const keyArgument = (pass: string | undefined): string | undefined =>
  pass?.startsWith('args.') ? pass.slice('args.'.length) : undefined

/** The schema of the arguments that an agent gives. */
export const agentSchema = (tool: PinnedTool, pass: string | undefined): Schema => {
  const argument = keyArgument(pass)
  const { inputSchema } = tool.definition
  return argument === undefined ? inputSchema : without(inputSchema, argument)
}

/** A tool as an agent is shown it. */
export const offeredTool = (
  tool: PinnedTool,
  pass: string | undefined,
  write: boolean,
): z.infer<typeof ToolOffer> => {
  const { name, description, title } = tool.definition
  const schema = withoutSafeBounds(agentSchema(tool, pass))
  return {
    name,
    description: description ?? title ?? name,
    inputSchema: isObject(schema) ? schema : {},
    write,
  }
}
