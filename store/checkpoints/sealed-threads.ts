import { RemitError } from '../../contracts/errors.ts'
import { seal, unseal } from '../sealing.ts'
import type { Packed } from './saver-rows.ts'

const mark = 'sealed:'

/**
 * The keys of threads that are at work: what they write is sealed, and read again only while the key is at hand. No
 * key is written down here: once the supervisor gives it no more, nobody reads the thread again.
 */
export const sealedThreads = () => {
  const keys = new Map<string, Uint8Array>()
  /** a run that was dropped may write a moment later: never in plain text */
  const seen = new Set<string>()
  return {
    /** answers how to forget the key */
    unlock: (thread: string, key: Uint8Array): (() => void) => {
      keys.set(thread, key)
      seen.add(thread)
      return () => {
        if (keys.get(thread) === key) keys.delete(thread)
      }
    },
    pack: (thread: string, [type, value]: Packed): Packed => {
      const key = keys.get(thread)
      if (key === undefined && seen.has(thread)) throw new RemitError('UNREADABLE', { thread })
      return key === undefined ? [type, value] : [`${mark}${type}`, seal(key, value, thread)]
    },
    unpack: (thread: string, [type, value]: Packed): Packed => {
      if (!type.startsWith(mark)) return [type, value]
      const key = keys.get(thread)
      if (key === undefined) throw new RemitError('UNREADABLE', { thread })
      return [type.slice(mark.length), unseal(key, value, thread)]
    },
  }
}
