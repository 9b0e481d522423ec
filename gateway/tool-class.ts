import type { SystemSetting } from '../contracts/platform.ts'
import type { PinnedTool } from './pinned-tool.ts'

const named = (list: readonly string[], tool: PinnedTool): boolean =>
  list.includes(tool.local) || list.includes(tool.definition.name)

/**
 * A read is what the policy calls one; every other tool is a write. What the system says of itself may raise that
 * (`readOnlyHint: false`, `destructiveHint: true`), never lower it.
 */
export const isRead = (setting: SystemSetting, tool: PinnedTool): boolean => {
  const { readOnlyHint, destructiveHint } = tool.definition.annotations ?? {}
  return named(setting.reads, tool) && readOnlyHint !== false && destructiveHint !== true
}

/** How a write tool takes its idempotency key (`args.<name>`, `_meta.<key>`, `header.<name>`), if it does. */
export const keyPassOf = (setting: SystemSetting, tool: PinnedTool): string | undefined =>
  (setting.idempotency[tool.local] ?? setting.idempotency[tool.definition.name])?.pass
