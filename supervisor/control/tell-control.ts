import type { Deps } from '../deps.ts'
import { controlBeat, type Sandboxes } from './settings.ts'

/**
 * Says at once on `remit.control` what changed in the control log, so that a halt is heard by every gateway before its
 * next write to a system, and not only with the beat that comes every three seconds.
 */
export const tellControl = (deps: Deps, sandboxes: Sandboxes): (() => Promise<void>) => {
  let told = 0
  return async () => {
    const { version } = await deps.control.fresh()
    if (version === told) return
    told = version
    deps.bus.note(deps.bus.subjects.control, await controlBeat(deps, sandboxes))
  }
}
