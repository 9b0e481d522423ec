import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PolicyFiles } from './compile-policy.ts'

const yamlIn = async (folder: string, prefix: string): Promise<[string, string][]> => {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(({ name }) => name)
  return Promise.all(
    names
      .toSorted()
      .map(async (name): Promise<[string, string]> => [
        `${prefix}${name}`,
        await readFile(join(folder, name), 'utf8'),
      ]),
  )
}

/** The texts of every YAML file of a policy folder, by path in it. Rejects where the folder cannot be read. */
export const readPolicyFiles = async (folder: string): Promise<PolicyFiles> => {
  const top = await yamlIn(folder, '')
  const entries = await readdir(folder, { withFileTypes: true })
  const has = entries.some((entry) => entry.isDirectory() && entry.name === 'workflows')
  return Object.fromEntries([...top, ...(has ? await yamlIn(join(folder, 'workflows'), 'workflows/') : [])])
}
