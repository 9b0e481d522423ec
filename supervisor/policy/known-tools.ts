import type { CatalogueTool, Sends, System, SystemTool, ToolCatalogue } from '../../contracts/policy.ts'
import type { KnownTool } from './compiled-policy.ts'
import { systemOfTool } from '../../contracts/ids.ts'

/**
 * The class that counts: systems.yaml, where the gateway's own word may only make it worse. Annotations may raise the
 * risk, never lower it: a tool that says it destroys, or that it is no read, is a write whatever the file says; one
 * that says it only reads is still a write until a person wrote so. Without a class it is a write.
 */
export const toolClass = (tool: CatalogueTool, written: SystemTool | undefined): 'read' | 'write' => {
  if (written?.class !== 'read' || tool.class === 'write') return 'write'
  // What leaves the company by a read changes something, too: what somebody outside knows.
  if (written.sends !== undefined && written.sends !== false) return 'write'
  const { destructiveHint, readOnlyHint } = tool.annotations ?? {}
  return destructiveHint === true || readOnlyHint === false ? 'write' : 'read'
}

/** What leaves by it. No mark is the worst; a tool that says it reaches the open world cannot be marked as silent. */
export const toolSends = (tool: CatalogueTool, written: SystemTool | undefined): Sends => {
  const sends = written?.sends ?? true
  return sends === false && tool.annotations?.['openWorldHint'] === true ? true : sends
}

/** Every tool that a system of systems.yaml offers. */
export const knownTools = (systems: readonly System[], catalogue: ToolCatalogue): Map<string, KnownTool> => {
  const bySystem = new Map(systems.map((system) => [system.name, system]))
  const known = new Map<string, KnownTool>()
  for (const [name, tool] of Object.entries(catalogue)) {
    const system = bySystem.get(systemOfTool(name))
    if (!system) continue
    const short = name.slice(system.name.length + 1)
    const written = Object.hasOwn(system.tools, short) ? system.tools[short] : undefined
    const { inputSchema, hash } = tool
    known.set(name, {
      name,
      class: toolClass(tool, written),
      inputSchema,
      outputSchema: tool.outputSchema ?? written?.shape,
      hash,
      sends: toolSends(tool, written),
      reads: written?.reads ?? 'untrusted',
    })
  }
  return known
}
