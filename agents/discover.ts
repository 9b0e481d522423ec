import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { RemitError } from '../contracts/errors.ts'
import { isAgent, type Agent } from './define-agent.ts'

export type FoundAgent = Agent & { systemPrompt: string }

const bad = (agent: string, fault: string, cause?: unknown) =>
  new RemitError('BAD_CONFIG', { agent, fault }, { cause })

const load = async (folder: string, name: string): Promise<FoundAgent> => {
  const file = join(folder, name, 'agent.ts')
  const loaded: unknown = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw bad(
      name,
      `${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
      error,
    )
  })
  const agent =
    typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined
  if (!isAgent(agent)) throw bad(name, `${file} must export default defineAgent({ ... })`)
  if (agent.name !== name) throw bad(name, `its folder is ${name}, its card says ${agent.name}`)
  const systemPrompt = await readFile(agent.prompt, 'utf8').catch((error: unknown) => {
    throw bad(name, `${fileURLToPath(agent.prompt)} cannot be read`, error)
  })
  return { ...agent, systemPrompt }
}

/**
 * Every sub-folder of `folder` is one agent: its agent.ts exports it, its prompt is read along. Sorted by name.
 * `only` picks by name. Throws BAD_CONFIG that names the folder and what to mend.
 */
export const discoverAgents = async (folder: URL, only?: readonly string[]): Promise<FoundAgent[]> => {
  const path = fileURLToPath(folder)
  const entries = await readdir(path, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const missing = (only ?? []).find((name) => !names.includes(name))
  if (missing !== undefined)
    throw bad(missing, `no folder of this name; there are: ${names.toSorted().join(', ')}`)
  const wanted = names.filter((name) => only === undefined || only.includes(name)).toSorted()
  return Promise.all(wanted.map((name) => load(path, name)))
}
