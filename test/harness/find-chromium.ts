import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome']
const debian = '/usr/bin/chromium'

const runs = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}

/** A browser of this machine for the tests of pages: REMIT_TEST_CHROMIUM, else by name on PATH, else Debian's; null = none. */
export const findChromium = (environment: Record<string, string | undefined>): string | null => {
  const { REMIT_TEST_CHROMIUM: told, PATH: path = '' } = environment
  if (told !== undefined && told !== '') return told
  const places = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return [...places, debian].find(runs) ?? null
}
