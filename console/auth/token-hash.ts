import { createHash, timingSafeEqual } from 'node:crypto'

/** SHA-256 of a token. Tokens are random, so a plain hash keeps them; comparing hashes keeps the time the same. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest()

export const sameHash = (left: Buffer, right: Buffer): boolean =>
  left.length === right.length && timingSafeEqual(left, right)
