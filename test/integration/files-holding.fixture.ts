import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** A word as it stands in bytes: plainly, or within base64, wherever in a group of three it begins. */
const spellings = (word: string): string[] => {
  const inBase64 = [0, 1, 2].map((shift) => {
    const text = Buffer.from(`${'x'.repeat(shift)}${word}`).toString('base64')
    return shift === 0 ? text.slice(0, 36) : text.slice(4, 36)
  })
  return [word, ...inBase64]
}

/**
 * Files of the installation that hold the word. The sample systems are the company's own, and keep what they keep.
 * @param word of at least 27 letters
 */
export const filesHolding = async (home: string, word: string): Promise<string[]> => {
  const files = (await readdir(home, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(home, file).startsWith('company/'))
  const found: string[] = []
  for (const file of files) {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0))
    if (spellings(word).some((one) => bytes.includes(one))) found.push(relative(home, file))
  }
  return found
}
