import { canonicalJson } from '../contracts/canonical-json.ts'
import { agentSchema } from './offered-tool.ts'
import type { PinnedTool } from './pinned-tool.ts'
import { schemaCheck, type SchemaCheck } from './schema-check.ts'

export type CheckedArguments = { ok: true; args: Record<string, unknown> } | { ok: false; words: string }

const checks = new WeakMap<PinnedTool, { pass: string; check: SchemaCheck }>()

/** The schema that agents are shown differs from the tool's where the key is an argument; it is compiled once. */
const checkFor = (tool: PinnedTool, pass: string | undefined): SchemaCheck => {
  if (!pass?.startsWith('args.')) return tool.checkInput
  const known = checks.get(tool)
  if (known?.pass === pass) return known.check
  const check = schemaCheck(agentSchema(tool, pass))
  checks.set(tool, { pass, check })
  return check
}

const largestArguments = 128 * 1024

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An agent's arguments in canonical form, checked against the tool's pinned schema before anything is asked or done. */
export const checkArguments = (
  tool: PinnedTool,
  pass: string | undefined,
  given: unknown,
): CheckedArguments => {
  if (!isObject(given)) return { ok: false, words: 'the arguments must be one JSON object' }
  try {
    // Throws on what is nested too deep to have a digest.
    const size = Buffer.byteLength(canonicalJson(given))
    if (size > largestArguments)
      return { ok: false, words: `the arguments have ${size} bytes; ${largestArguments} are allowed` }
  } catch (error) {
    return { ok: false, words: String(error) }
  }
  const args = tool.canonical(given)
  const check = checkFor(tool, pass)(args)
  return check.ok ? { ok: true, args } : check
}
