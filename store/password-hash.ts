import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

type Cost = { N: number; r: number; p: number; maxmem: number }
const derive = promisify<string, Buffer, number, Cost, Buffer>(scrypt)

/** OWASP's scrypt setting of 32 MiB: N = 2^15, r = 8, p = 3. */
const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 }
const bytes = 32
const kept = /^scrypt\$32768\$8\$3\$([\w-]{22})\$([\w-]{43})$/

/** Short ones are guessed, long ones are remembered: NIST SP 800-63B asks for length and nothing else. */
export const shortestPassword = 12
export const longestPassword = 200

/** The same word typed on two keyboards is one (NFKC, as NIST SP 800-63B 5.1.1.2 asks). */
const normal = (password: string): string => password.normalize('NFKC')

/** What is kept of a password: `scrypt$N$r$p$salt$hash`, one line, salt and hash in base64url. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16)
  const hash = await derive(normal(password), salt, bytes, cost)
  return `scrypt$${cost.N}$${cost.r}$${cost.p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
}

/** Does it fit what was kept? Takes the same time where there is nothing to fit: the wait tells no one who exists. */
export const passwordFits = async (password: string, line: string | null): Promise<boolean> => {
  const [, salt, hash] = (line === null ? null : kept.exec(line)) ?? []
  const given = await derive(normal(password), Buffer.from(salt ?? 'none', 'base64url'), bytes, cost)
  return hash !== undefined && timingSafeEqual(given, Buffer.from(hash, 'base64url'))
}
