import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { homeFiles } from '../../contracts/home-files.ts'

const Known = z.object({ url: z.url() })

const knownUrl = async (home: string): Promise<string | null> => {
  try {
    return Known.parse(JSON.parse(await readFile(homeFiles(home).console, 'utf8'))).url
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Does the console of this home answer, so that somebody is at work in it? */
export const consoleAnswers = async (home: string): Promise<boolean> => {
  const url = await knownUrl(home)
  if (url === null) return false
  try {
    return (await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(2000) })).ok
  } catch (error) {
    // A connection that is refused is the answer; a fault of our own is none.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return false
    throw error
  }
}
