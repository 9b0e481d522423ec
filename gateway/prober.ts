import type { BusLog } from '../bus/bus-log.ts'
import type { ProbeResult } from '../contracts/platform.ts'
import { probeKey } from './probe-key.ts'
import type { SettingsKeeper } from './settings-keeper.ts'
import type { Systems } from './systems.ts'
import { keyPassOf } from './tool-class.ts'

type Deps = {
  systems: Systems
  settings: SettingsKeeper
  probed: (result: ProbeResult) => void
  log: BusLog
}

/**
 * Probes each write tool that has a sandbox record, once for each definition and way of passing the key. Called
 * whenever settings or systems changed; what could not be tried is tried at the next change.
 */
export const createProber = ({ systems, settings, probed, log }: Deps): (() => Promise<void>) => {
  const done = new Set<string>()
  let running: Promise<void> = Promise.resolve()

  const probeAll = async (): Promise<void> => {
    for (const setting of settings.current().systems)
      for (const probe of setting.probe) {
        const name = probe.tool.startsWith(`${setting.name}.`) ? probe.tool : `${setting.name}.${probe.tool}`
        const found = systems.find(name)
        const pass = found && keyPassOf(found.system.setting, found.tool)
        if (!found || pass === undefined || !found.system.state().reachable) continue
        const what = `${name} ${found.tool.definition.hash} ${pass}`
        if (done.has(what)) continue
        const result = await probeKey({ systems, settings }, setting.name, probe)
        if ('untried' in result) {
          log.warn({ tool: name, reason: result.untried }, 'the key could not be probed')
          continue
        }
        done.add(what)
        log.info({ tool: name, passed: result.passed, said: result.said }, 'the key was probed')
        probed(result)
      }
  }

  return () => {
    running = running.then(probeAll)
    return running
  }
}
