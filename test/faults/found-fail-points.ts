import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../harness/installation.ts'

const folders = ['supervisor', 'gateway', 'worker'] as const
const place = /\bfail(?:Point|At)\(\s*'([a-z][a-z.-]+)'/g

/**
 * Places that no goal passes, only orders about the record itself (erase, rotate, restore). A run of goals would wait
 * for them in vain: record-places.int.test.ts kills at each.
 */
export const placesOfTheRecord: ReadonlySet<string> = new Set([
  'supervisor.erase-ordered',
  'supervisor.erase-keys',
  'supervisor.key-rotated',
  'supervisor.quarantined',
])

/** Every fail point that goals pass, as the sources name them: a new one is armed without anybody's list. */
export const foundFailPoints = async (): Promise<string[]> => {
  const names = new Set<string>()
  for (const folder of folders)
    for (const file of await readdir(join(root, folder), { recursive: true })) {
      if (!file.endsWith('.ts') || /\.(test|fixture)\.ts$/.test(file)) continue
      const text = await readFile(join(root, folder, file), 'utf8')
      for (const [, name] of text.matchAll(place)) if (name !== undefined) names.add(name)
    }
  if (names.size === 0) throw new Error('no fail point was found: has their name changed?')
  const gone = [...placesOfTheRecord].filter((name) => !names.has(name))
  if (gone.length > 0) throw new Error(`no such fail point: ${gone.join(', ')}`)
  return [...names].filter((name) => !placesOfTheRecord.has(name)).toSorted()
}
