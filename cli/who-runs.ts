import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { homeFiles } from '../contracts/home-files.ts'

const Address = z.object({ url: z.url() })

/** The address of the console that answers for this home; null where none does. */
export const whoRuns = async (home: string): Promise<string | null> => {
  const text = await readFile(homeFiles(home).console, 'utf8').catch(() => null)
  if (text === null) return null
  const { url } = Address.parse(JSON.parse(text))
  const answers = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  )
  return answers ? url : null
}
