import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { RemitError } from '../contracts/errors.ts'

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/** Writes the whole file, then gives it its name: whoever finds the name finds all of it. False: it was there. */
const create = async (file: string, content: string, mode: number): Promise<boolean> => {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await using handle = await open(draft, 'wx', mode)
    await handle.writeFile(content)
    await handle.sync()
    await link(draft, file)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await unlink(draft).catch((error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error
    })
  }
}

const readExisting = async (file: string): Promise<string | null> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

/**
 * The text of a file that only its owner may read (0600), made by `make` on first use; two processes that start at
 * once get the same. Throws BAD_CONFIG where others may read it.
 */
export const secretFile = async (file: string, make: () => string): Promise<string> => {
  let content = await readExisting(file)
  if (content === null) {
    await create(file, make(), 0o600)
    content = await readFile(file, 'utf8')
  }
  const { mode } = await stat(file)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new RemitError('BAD_CONFIG', { file, fault: 'others may read this key: chmod 600' })
  }
  return content
}
