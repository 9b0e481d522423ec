import { createHash } from 'node:crypto'
import type { PersonCommand } from '../../contracts/platform.ts'
import { failPoint } from '../../observability/fail-points.ts'
import { keyPair, type KeyPair } from '../../store/key-files.ts'
import { handOver } from '../../store/key-rotation.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Deps } from '../deps.ts'

const nameOf = (rotation: string): string => `heads-${rotation}`

/** The key that signs heads as the record says now: the supervisor's first, or the one that was rotated to. */
export const headsKeys = (folder: string, first: KeyPair) => {
  const read = new Map<string, KeyPair>()
  return async (control: ControlState): Promise<KeyPair> => {
    const { rotation } = control.record
    if (rotation === null) return first
    const known = read.get(rotation) ?? (await keyPair(folder, nameOf(rotation)))
    read.set(rotation, known)
    return known
  }
}

/**
 * Another key signs the heads from now on, and the keys of content are sealed under another master key. The new key
 * lies in its file before the record names it; both keys vouch for each other, so that what the old one signed holds.
 */
export const rotateKey = async (
  deps: Deps,
  asked: Extract<PersonCommand, { kind: 'rotate' }>,
): Promise<void> => {
  const rotation = createHash('sha256').update(asked.id).digest('hex').slice(0, 16)
  const next = await keyPair(deps.keys, nameOf(rotation))
  const previous = await deps.headsKey(await deps.control.fresh())
  await deps.store.rotateMaster()
  await failPoint('supervisor.key-rotated')
  await deps.control.append(asked.id, { kind: 'person', id: asked.person }, deps.now(), () => [
    { type: 'KeyRotated', data: { ...handOver(previous, next), rotation, person: asked.person } },
  ])
}
