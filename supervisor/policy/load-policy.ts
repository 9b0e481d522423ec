import type { AgentCatalogue, ToolCatalogue } from '../../contracts/policy.ts'
import { RemitError } from '../../contracts/errors.ts'
import { compilePolicy } from './compile-policy.ts'
import type { PolicyResult } from './compile-policy.ts'
import { readPolicyFiles } from './read-policy-files.ts'

/** Reads and compiles a policy folder. Faults are the result; BAD_CONFIG is thrown where the folder cannot be read. */
export const loadPolicy = async (
  folder: string,
  catalogue: ToolCatalogue,
  agents?: AgentCatalogue,
): Promise<PolicyResult> => {
  const files = await readPolicyFiles(folder).catch((error: unknown) => {
    throw new RemitError('BAD_CONFIG', { folder, wants: 'a readable policy folder' }, { cause: error })
  })
  return compilePolicy(files, catalogue, agents)
}
