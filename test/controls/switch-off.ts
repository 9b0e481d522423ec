import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mutant } from '../mutants/mutant.ts'
import { fits } from './fits.ts'

/** Takes one guard out of a copy of the checkout until it is disposed of; null where its text no longer fits. */
export const switchOff = async (folder: string, guard: Mutant): Promise<AsyncDisposable | null> => {
  const path = join(folder, guard.file)
  const text = await readFile(path, 'utf8').catch(() => '')
  if (!fits(guard, text)) return null
  await writeFile(
    path,
    text.replace(guard.from, () => guard.to),
  )
  return { [Symbol.asyncDispose]: () => writeFile(path, text) }
}
