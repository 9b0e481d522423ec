import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { Instant } from '../contracts/envelope.ts'
import { RemitError } from '../contracts/errors.ts'
import { copyDatabase } from './sqlite/copy-database.ts'

const Manifest = z.strictObject({
  v: z.literal(1),
  at: Instant,
  /** by path below the folder: SHA-256 of the file, hex */
  files: z.record(z.string(), z.string()),
})
export type Manifest = z.infer<typeof Manifest>
export type Places = { store: string; keys: string; config: string | null }

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => name !== 'manifest.json')
    .toSorted()

const digestOf = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex')

const digestsOf = async (folder: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(
      (await filesIn(folder)).map(async (name) => [name, await digestOf(join(folder, name))] as const),
    ),
  )

/**
 * Copies the record as it stands at one moment, its keys and the policy folder into a new folder, for its owner alone,
 * with a manifest of what was written. Whoever has the folder can read everything: keep it as the keys are kept.
 */
export const writeBackup = async (places: Places, folder: string, at: Instant): Promise<Manifest> => {
  await mkdir(folder, { mode: 0o700 })
  copyDatabase(places.store, join(folder, 'store.sqlite'))
  await cp(places.keys, join(folder, 'keys'), { recursive: true })
  if (places.config !== null) await cp(places.config, join(folder, 'config'), { recursive: true })
  const manifest: Manifest = { v: 1, at, files: await digestsOf(folder) }
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  return manifest
}

/** The manifest of a backup whose files are all as they were written. @throws RemitError BAD_CONFIG naming the file */
export const checkBackup = async (folder: string): Promise<Manifest> => {
  const manifest = Manifest.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')))
  const found = await digestsOf(folder)
  const changed = [...new Set([...Object.keys(manifest.files), ...Object.keys(found)])].find(
    (name) => manifest.files[name] !== found[name],
  )
  if (changed !== undefined)
    throw new RemitError('BAD_CONFIG', { backup: folder, file: changed, fault: 'changed' })
  return manifest
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  )

/** Puts a backup in the place of what is there, which is set aside beside it under `aside`. */
export const placeBackup = async (folder: string, places: Places, aside: string): Promise<void> => {
  for (const path of [places.store, `${places.store}-wal`, `${places.store}-shm`])
    if (await isThere(path)) await rename(path, `${path}.${aside}`)
  if (await isThere(places.keys)) await rename(places.keys, `${places.keys}.${aside}`)
  await cp(join(folder, 'keys'), places.keys, { recursive: true })
  await mkdir(join(places.store, '..'), { recursive: true, mode: 0o700 })
  await cp(join(folder, 'store.sqlite'), `${places.store}.new`)
  await rm(`${places.store}-wal`, { force: true })
  await rename(`${places.store}.new`, places.store)
}
