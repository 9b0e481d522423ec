import type { BusLog } from '../bus/bus-log.ts'
import { canonicalJson } from '../contracts/canonical-json.ts'
import { systemOfTool } from '../contracts/ids.ts'
import type { Offer, SystemSetting } from '../contracts/platform.ts'
import type { PinnedTool } from './pinned-tool.ts'
import { connectSystem, type SystemConnection } from './system-connection.ts'

export type OfferedSystems = Extract<Offer, { from: 'gateway' }>['systems']
export type FoundTool = { tool: PinnedTool; system: SystemConnection }

export type Systems = {
  /** opens what is new, closes what is gone, opens anew what changed; resolves when each new one was tried once */
  apply(settings: readonly SystemSetting[]): Promise<void>
  find(tool: string): FoundTool | undefined
  /** the system that a tool's name points to, known tool or not */
  systemOf(tool: string): SystemConnection | undefined
  offered(): OfferedSystems
  close(): Promise<void>
}

type Deps = {
  log: BusLog
  relistMs: number
  backoffMs: { first: number; longest: number }
  onChange: () => void
}

/** What a connection depends on; the rest of a setting changes while it stands. */
const wayTo = ({ url, command, tokenFile, timeoutSeconds, maxBytes }: SystemSetting): string =>
  canonicalJson({ url, command, tokenFile, timeoutSeconds, maxBytes })

/** All systems of the settings, each kept at hand on its own: one that is down holds up none. */
export const createSystems = (deps: Deps): Systems => {
  const open = new Map<string, SystemConnection>()

  return {
    async apply(settings) {
      const wanted = new Map(settings.map((setting) => [setting.name, setting]))
      for (const [name, system] of open) {
        const next = wanted.get(name)
        if (next && wayTo(next) === wayTo(system.setting)) {
          system.update(next)
          continue
        }
        open.delete(name)
        void system.close()
      }
      for (const [name, setting] of wanted) if (!open.has(name)) open.set(name, connectSystem(setting, deps))
      await Promise.all([...open.values()].map(({ tried }) => tried))
    },
    find(name) {
      const system = open.get(systemOfTool(name))
      const tool = system?.state().tools.get(name)
      return system && tool && { tool, system }
    },
    systemOf: (name) => open.get(systemOfTool(name)),
    offered: () =>
      [...open.entries()].map(([name, system]) => {
        const { reachable, error, tools } = system.state()
        return {
          name,
          reachable,
          ...(error === undefined ? {} : { error }),
          tools: [...tools.values()].map(({ definition }) => definition),
        }
      }),
    async close() {
      await Promise.all([...open.values()].map((system) => system.close()))
    },
  }
}
