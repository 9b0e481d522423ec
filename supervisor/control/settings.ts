import { createHash } from 'node:crypto'
import type { ControlBeat, Settings, SystemSetting } from '../../contracts/platform.ts'
import type { Systems } from '../../contracts/policy.ts'
import type { ControlState } from './control-state.ts'
import type { Deps } from '../deps.ts'
import { bareSystems } from './policies.ts'

/** Where the sample systems of the embedded run are: their address and token file, by system. */
export type Sandboxes = Readonly<Record<string, { url: string; tokenFile: string }>>

type System = Systems['systems'][number]

const idempotencyOf = (deps: Deps, control: ControlState, system: System): SystemSetting['idempotency'] => {
  if (deps.policies.faults(control).length > 0) return {}
  const policy = deps.policies.current(control)
  const writes = [...policy.workflows.values()].flatMap((workflow) => [...workflow.writes])
  return Object.fromEntries(
    writes.flatMap(([tool, write]) => {
      const { idempotency } = write.rule
      return idempotency && tool.startsWith(`${system.name}.`)
        ? [
            [
              tool.slice(system.name.length + 1),
              { pass: idempotency.pass, keepsSeconds: idempotency.keeps / 1000 },
            ],
          ]
        : []
    }),
  )
}

const settingOf = (
  deps: Deps,
  control: ControlState,
  sandboxes: Sandboxes,
  system: System,
): SystemSetting => {
  const sandbox = sandboxes[system.name]
  const url = system.url ?? sandbox?.url
  const tokenFile = system.token_file ?? sandbox?.tokenFile
  const tools = Object.entries(system.tools)
  return {
    name: system.name,
    ...(url === undefined ? {} : { url }),
    ...(system.command === undefined ? {} : { command: system.command }),
    ...(tokenFile === undefined ? {} : { tokenFile }),
    timeoutSeconds: system.timeout / 1000,
    maxBytes: system.max_bytes,
    reads: tools.flatMap(([name, tool]) => (tool.class === 'read' ? [name] : [])),
    idempotency: idempotencyOf(deps, control, system),
    probe: tools.flatMap(([name, tool]) =>
      tool.probe === undefined
        ? []
        : [
            {
              tool: name,
              args: tool.probe.args,
              ...(tool.probe.lookup === undefined ? {} : { lookup: tool.probe.lookup }),
            },
          ],
    ),
  }
}

const versionOf = (control: ControlState, systems: SystemSetting[]): string =>
  createHash('sha256')
    .update(JSON.stringify([systems, control.policy, control.halts, [...control.accepted]]))
    .digest('hex')
    .slice(0, 16)

/** `remit.settings`: what gateway, worker and console need of the policy; no secret is in it, only where each lies. */
export const serveSettings = (deps: Deps, sandboxes: Sandboxes) => async (): Promise<Settings> => {
  const control = await deps.control.fresh()
  const files = control.policies.get(control.policy)
  const systems =
    files === undefined ? [] : bareSystems(files).map((one) => settingOf(deps, control, sandboxes, one))
  const models =
    deps.policies.faults(control).length > 0 || files === undefined
      ? []
      : deps.policies.current(control).models
  return {
    ok: true,
    version: versionOf(control, systems),
    company: deps.company,
    systems,
    models: [...models],
    halts: [...control.halts],
    accepted: Object.fromEntries(control.accepted),
    grantKey: deps.key.publicKeyPem,
    now: deps.now(),
  }
}

/** `remit.control`: all is well, or something changed; who hears nothing for 10 s asks, and else makes no call. */
export const controlBeat = async (deps: Deps, sandboxes: Sandboxes): Promise<ControlBeat> => {
  const settings = await serveSettings(deps, sandboxes)()
  return { v: 1, version: settings.version, halts: settings.halts, at: settings.now }
}
