import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PolicyFiles } from './compile-policy.ts'

const textsIn = async (folder: string, prefix: string, kind: RegExp): Promise<[string, string][]> => {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile() && kind.test(entry.name)).map(({ name }) => name)
  return Promise.all(
    names
      .toSorted()
      .map(async (name): Promise<[string, string]> => [
        `${prefix}${name}`,
        await readFile(join(folder, name), 'utf8'),
      ]),
  )
}

const yaml = /\.ya?ml$/
const below: readonly (readonly [string, RegExp])[] = [
  ['workflows', yaml],
  ['templates', /\.txt$/],
]

/** The texts of every YAML file and template of a policy folder, by path in it. Rejects where it cannot be read. */
export const readPolicyFiles = async (folder: string): Promise<PolicyFiles> => {
  const top = await textsIn(folder, '', yaml)
  const entries = await readdir(folder, { withFileTypes: true })
  const inner = below
    .filter(([name]) => entries.some((entry) => entry.isDirectory() && entry.name === name))
    .map(([name, kind]) => textsIn(join(folder, name), `${name}/`, kind))
  return Object.fromEntries([...top, ...(await Promise.all(inner)).flat()])
}
