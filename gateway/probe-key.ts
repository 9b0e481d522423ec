import { randomUUID } from 'node:crypto'
import { canonicalJson } from '../contracts/canonical-json.ts'
import type { ProbeResult, SystemSetting } from '../contracts/platform.ts'
import type { CallOutcome } from './call-outcome.ts'
import { passKey } from './pass-key.ts'
import type { SettingsKeeper } from './settings-keeper.ts'
import type { FoundTool, Systems } from './systems.ts'
import { isRead, keyPassOf } from './tool-class.ts'

type Probe = SystemSetting['probe'][number]
type Deps = { systems: Systems; settings: SettingsKeeper }

const full = (system: string, tool: string): string =>
  tool.startsWith(`${system}.`) ? tool : `${system}.${tool}`

/**
 * Calls a write tool twice with one key on its sandbox record, and looks at the record before, between and after.
 * Passed: the first call changed what the look-up shows, the second was answered alike and changed nothing. Without a
 * look-up nothing is shown, so it is not passed.
 * @returns undefined when it could not be tried (tool away, halted, the sandbox record used up): nothing is known then
 */
export const probeKey = async (
  { systems, settings }: Deps,
  system: string,
  probe: Probe,
): Promise<ProbeResult | { untried: string }> => {
  const name = full(system, probe.tool)
  const found = systems.find(name)
  const pass = found && keyPassOf(found.system.setting, found.tool)
  if (!found || pass === undefined) return { untried: `${name} is not there, or takes no key` }
  const target = { tool: name, goal: 'probe' }
  const key = { value: `probe-${randomUUID()}`, pass }

  const call = (of: FoundTool, args: Probe['args'], kind: 'read' | 'write'): Promise<CallOutcome> =>
    of.system.call(of.tool, {
      ...passKey(of.tool.canonical(args), kind === 'write' ? key : null),
      timeoutMs: of.system.setting.timeoutSeconds * 1000,
      beforeWrite: () => settings.mayCall(target, kind),
    })

  const lookup = async (): Promise<string | undefined> => {
    const reader = probe.lookup && systems.find(full(system, probe.lookup.tool))
    if (!probe.lookup || !reader || !isRead(reader.system.setting, reader.tool)) return undefined
    const outcome = await call(reader, probe.lookup.args, 'read')
    if (outcome.kind === 'answered') return canonicalJson(outcome.value)
    return outcome.kind === 'refused' ? canonicalJson(outcome.fault ?? outcome.message) : undefined
  }

  const verdict = (passed: boolean, said: string): ProbeResult => ({
    tool: name,
    definition: found.tool.definition.hash,
    passed,
    said,
    at: new Date().toISOString(),
  })

  if (!(await settings.fresh())) return { untried: 'the supervisor is silent' }
  const before = await lookup()
  if (before === undefined) return verdict(false, 'no look-up, so nothing shows how often it was done')
  const first = await call(found, probe.args, 'write')
  if (first.kind !== 'answered') return { untried: `the first call was not done: ${first.message}` }
  const between = await lookup()
  const second = await call(found, probe.args, 'write')
  const after = await lookup()
  if (second.kind !== 'answered') return verdict(false, `the repeat was not answered: ${second.message}`)
  if (between === before) return verdict(false, 'the look-up does not show the effect')
  if (after !== between) return verdict(false, 'the repeat was done a second time')
  if (canonicalJson(second.value) !== canonicalJson(first.value))
    return verdict(false, 'the repeat was answered otherwise than the first call')
  return verdict(true, `one effect after two calls with one key by ${pass}`)
}
