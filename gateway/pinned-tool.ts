import { createHash } from 'node:crypto'
import { canonicalArgs } from '../contracts/canonical-args.ts'
import { canonicalJson } from '../contracts/canonical-json.ts'
import { ToolName } from '../contracts/ids.ts'
import { ToolDefinition } from '../contracts/platform.ts'
import { schemaCheck, type SchemaCheck } from './schema-check.ts'

/** A tool as its system listed it, with its schemas compiled. */
export type PinnedTool = {
  readonly system: string
  /** the tool's own name in its system */
  readonly local: string
  readonly definition: ToolDefinition
  readonly checkInput: SchemaCheck
  /** undefined where the tool has no output schema */
  readonly checkOutput: SchemaCheck | undefined
  readonly canonical: (args: Readonly<Record<string, unknown>>) => Record<string, unknown>
}

/** What a system says of a tool; `_meta`, icons and whatever else is left out: they are no part of its definition. */
export type ListedTool = {
  name: string
  title?: string | undefined
  description?: string | undefined
  inputSchema: Record<string, unknown>
  outputSchema?: Record<string, unknown> | undefined
  annotations?: Record<string, unknown> | undefined
}

/** SHA-256 over canonical JSON: `JSON.stringify` would differ between two revisions of MCP by the order of keys. */
export const definitionHash = (definition: Omit<ToolDefinition, 'hash'>): string =>
  createHash('sha256').update(canonicalJson(definition)).digest('hex')

/**
 * Pins a listed tool under its full name.
 * @throws Error when its name cannot be a tool's name here, or a schema of it does not compile.
 */
export const pinTool = (system: string, listed: ListedTool): PinnedTool => {
  const { title, description, inputSchema, outputSchema, annotations } = listed
  const content = {
    name: ToolName.parse(`${system}.${listed.name}`),
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    inputSchema,
    ...(outputSchema === undefined ? {} : { outputSchema }),
    ...(annotations === undefined ? {} : { annotations }),
  }
  return {
    system,
    local: listed.name,
    definition: ToolDefinition.parse({ ...content, hash: definitionHash(content) }),
    checkInput: schemaCheck(inputSchema),
    checkOutput: outputSchema && schemaCheck(outputSchema),
    canonical: (args) => canonicalArgs(args, inputSchema),
  }
}
