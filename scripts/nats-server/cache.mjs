import { accessSync, constants, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { root } from '../setup.mjs'

const file = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server'
const platform = `${process.platform}-${process.arch}`

/** Where a server may lie, best first: the user's cache folder, else the checkout's own. Never REMIT_HOME: it may be fresh. */
export const cacheFolders = (env) => [
  join(
    env.XDG_CACHE_HOME || (process.platform === 'win32' && env.LOCALAPPDATA) || join(homedir(), '.cache'),
    'remit',
  ),
  join(root, '.cache'),
]

/** Every server in the caches, newest first. A folder is named for platform and version. */
export const cachedServers = (folders) =>
  folders.flatMap((folder) => {
    const home = join(folder, 'nats-server', platform)
    if (!existsSync(home)) return []
    const versions = readdirSync(home).toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    return versions.map((version) => join(home, version, file)).filter(existsSync)
  })

/** The first folder that can be made and written to. */
export const writableFolder = (folders) => {
  const refused = []
  for (const folder of folders) {
    try {
      mkdirSync(folder, { recursive: true })
      accessSync(folder, constants.W_OK | constants.X_OK)
      return folder
    } catch (error) {
      refused.push(`${folder} (${error.code ?? error.message})`)
    }
  }
  throw new Error(`no folder to keep nats-server in: ${refused.join(', ')}`)
}

/** Puts a program into the cache whole or not at all: copied beside its place, then renamed over it. */
export const keep = (folder, version, program) => {
  const home = join(folder, 'nats-server', platform, version)
  mkdirSync(home, { recursive: true })
  const draft = join(home, `${file}.${process.pid}`)
  copyFileSync(program, draft)
  const kept = join(home, file)
  try {
    renameSync(draft, kept)
  } catch (error) {
    // Windows refuses to replace a program that runs; another process has put the same one there.
    if (!existsSync(kept)) throw error
  }
  return kept
}
