import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { homeFiles } from '../../contracts/home-files.ts'
import { readPublicKey } from '../../store/key-files.ts'
import { toRemitError } from '../../contracts/errors.ts'
import { fail, ok, warn } from './finding.ts'
import type { Finding } from './finding.ts'

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

const modeOf = async (file: string): Promise<number | null> => {
  try {
    return (await stat(file)).mode & 0o777
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

const secretsOf = async (home: string): Promise<string[]> => {
  const files = homeFiles(home)
  const named = async (folder: string, end: string): Promise<string[]> => {
    try {
      return (await readdir(folder)).filter((name) => name.endsWith(end)).map((name) => join(folder, name))
    } catch (error) {
      if (isMissing(error)) return []
      throw error
    }
  }
  const [keys, tokens] = await Promise.all([named(files.keys, '.key'), named(home, '.token')])
  return [...keys, ...tokens, files.natsCredentials]
}

const checkSecret = async (file: string): Promise<Finding[]> => {
  const mode = await modeOf(file)
  if (mode === null || (mode & 0o077) === 0) return []
  return [fail('permissions', `${file} can be read by others (${mode.toString(8)})`, `chmod 600 ${file}`)]
}

/** The home and the secrets in it are their owner's alone. */
export const checkHome = async (home: string): Promise<Finding[]> => {
  const mode = await modeOf(home)
  if (mode === null)
    return [fail('home', `${home} is not there`, 'Start Remit with `npm start`, or set REMIT_HOME.')]
  const secrets = await secretsOf(home)
  const open = (await Promise.all(secrets.map(checkSecret))).flat()
  const folder =
    (mode & 0o077) === 0
      ? ok('home', home)
      : warn('home', `${home} can be entered by others (${mode.toString(8)})`, `chmod 700 ${home}`)
  return [
    folder,
    ...(open.length > 0
      ? open
      : [ok('permissions', `${secrets.length} secret files are their owner's alone`)]),
  ]
}

const checkKey = async (file: string): Promise<Finding> => {
  try {
    await readPublicKey(file)
    return ok('key', file)
  } catch (error) {
    if (isMissing(error)) return warn('key', `${file} is not there yet`, 'It is made at the first start.')
    return fail('key', `${file}: ${toRemitError(error).message}`, 'Put the file back from your backup.')
  }
}

/** The keys that decisions and heads are checked with can be read. */
export const checkKeys = (home: string): Promise<Finding[]> =>
  Promise.all(['console', 'supervisor'].map((name) => checkKey(`${homeFiles(home).keys}/${name}.pub`)))
