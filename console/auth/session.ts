import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Keyholder } from './keyholders.ts'
import { sameHash } from './token-hash.ts'

/** A working day: whoever sits there in the morning signs in anew. */
export const sessionHours = 12
export const sessionCookie = 'remit_session'
const Claims = z.strictObject({ person: z.string(), until: z.string(), nonce: z.string() })

/**
 * Sessions without a table, so that any replica knows them and a restart ends none: the cookie says who and until
 * when, and carries an HMAC-SHA-256 over that and what the person proves themselves with: another token or password
 * ends old sessions.
 * The CSRF token is another HMAC over the cookie: a page of ours may know it, the cookie alone does not give it.
 */
export const sessions = (key: Buffer) => {
  const mac = (use: string, text: string, stamp: Buffer): Buffer =>
    createHmac('sha256', key).update(`${use}\n${text}\n`).update(stamp).digest()
  const csrfOf = (cookie: string, holder: Keyholder): string =>
    mac('csrf', cookie, holder.stamp).toString('base64url')
  const claimsOf = (
    cookie: string,
  ): { text: string; sent: string; claims: z.infer<typeof Claims> } | null => {
    const [text = '', sent = '', ...rest] = cookie.split('.')
    if (rest.length > 0) return null
    try {
      const claims = Claims.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
      return claims.success ? { text, sent, claims: claims.data } : null
    } catch (error) {
      if (error instanceof SyntaxError) return null
      throw error
    }
  }
  return {
    open: (holder: Keyholder, now: Date, nonce: string): { cookie: string; csrf: string; until: string } => {
      const until = new Date(now.getTime() + sessionHours * 3_600_000).toISOString()
      const text = Buffer.from(JSON.stringify({ person: holder.person, until, nonce })).toString('base64url')
      const cookie = `${text}.${mac('session', text, holder.stamp).toString('base64url')}`
      return { cookie, csrf: csrfOf(cookie, holder), until }
    },
    /** the person, if the cookie is ours, unchanged, in time, and the person still has the token it was made with */
    holderOf: (cookie: string, holders: Keyholder[], now: Date): Keyholder | undefined => {
      const read = claimsOf(cookie)
      if (read === null || read.claims.until <= now.toISOString()) return undefined
      const holder = holders.find(({ person }) => person === read.claims.person)
      if (holder === undefined) return undefined
      const right = sameHash(Buffer.from(read.sent, 'base64url'), mac('session', read.text, holder.stamp))
      return right ? holder : undefined
    },
    csrfOf,
    csrfFits: (cookie: string, holder: Keyholder, sent: string | undefined): boolean =>
      sent !== undefined && sameHash(Buffer.from(sent), Buffer.from(csrfOf(cookie, holder))),
  }
}
export type Sessions = ReturnType<typeof sessions>
