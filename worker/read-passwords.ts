import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { RemitError } from '../contracts/errors.ts'

const Passwords = z.record(z.string(), z.string())

/** Passwords by user of NATS, from the file that NATS_CREDS names. Throws BAD_CONFIG; the content stays unsaid. */
export const readPasswords = async (file: string): Promise<Record<string, string>> => {
  try {
    return Passwords.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    throw new RemitError(
      'BAD_CONFIG',
      { NATS_CREDS: file, expected: 'JSON of user to password' },
      { cause: error },
    )
  }
}
