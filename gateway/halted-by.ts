import { goalScopes } from '../contracts/halt.ts'
import { systemOfTool } from '../contracts/ids.ts'
import type { Halt } from '../contracts/platform.ts'

/** What a call belongs to, as far as the gateway knows it. */
export type CallTarget = {
  tool: string
  goal: string
  agent?: string | undefined
  workflow?: string | undefined
}

/** The halt that a call stands under, if any. A read only stands under halts that say so. */
export const haltedBy = (
  halts: readonly Halt[],
  target: CallTarget,
  kind: 'read' | 'write',
): Halt | undefined => {
  const scopes = new Set([
    'everything',
    `tool:${target.tool}`,
    `system:${systemOfTool(target.tool)}`,
    ...goalScopes(target.goal),
    `agent:${target.agent ?? ''}`,
    `workflow:${target.workflow ?? ''}`,
  ])
  return halts.find(({ scope, reads }) => scopes.has(scope) && (kind === 'write' || reads))
}
