import { createHash } from 'node:crypto'

/** SHA-256, hex. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The same parts give the same id, so that a repeat of a request or message is known as one. */
export const idFrom = (...parts: (string | number)[]): string => digest(parts.join('\n')).slice(0, 32)
