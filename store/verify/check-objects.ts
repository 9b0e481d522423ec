import { canonicalJson } from '../../contracts/canonical-json.ts'
import { ExportLine } from '../export-line.ts'
import { addressOf } from '../sealing.ts'
import type { Fault } from './fault.ts'

/**
 * Whether the objects of an export are what the digests of the events stand for: each digest is computed anew under
 * the key that names the goal's objects.
 */
export const checkObjects = async (
  parts: AsyncIterable<unknown>,
): Promise<{ objects: number; faults: Fault[] }> => {
  const faults: Fault[] = []
  const addresses = new Map<string, Uint8Array>()
  let objects = 0
  for await (const part of parts) {
    const line = ExportLine.safeParse(part)
    if (!line.success) {
      faults.push({ log: '', kind: 'object', message: 'A line is neither an event nor a part of an export.' })
      continue
    }
    const { data } = line
    if (data.kind === 'key') addresses.set(data.goal, Buffer.from(data.address, 'base64'))
    if (data.kind !== 'object') continue
    objects += 1
    const address = addresses.get(data.goal)
    const named =
      address === undefined ? null : addressOf({ address, encrypt: address }, canonicalJson(data.content))
    if (named !== data.digest)
      faults.push({ log: data.goal, kind: 'object', message: `The object ${data.digest} was changed.` })
  }
  return { objects, faults }
}
