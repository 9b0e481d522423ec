import { compileSchema } from '../tasks/compile-schema.ts'

/** What is wrong with the arguments of a call by its tool's own schema; empty where nothing is. */
export const toolArguments = (schema: object, args: unknown): string[] => {
  const compiled = compileSchema(schema)
  if (!compiled.ok) return [`the tool's schema does not compile: ${compiled.fault}`]
  return compiled.check(args)
    ? []
    : (compiled.check.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? 'is wrong'}`)
}
