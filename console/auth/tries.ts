import { RemitError } from '../../contracts/errors.ts'

type Window = { since: number; count: number }
/** More different callers than this at once, and the oldest are forgotten: memory is bounded whoever calls. */
const mostKept = 10_000

/**
 * How often somebody may fail within a window of time. A try is counted before it is judged, so that many at once
 * count too, and given back where it was right. Throws TOO_MANY_TRIES with the seconds to wait.
 */
export const tries = ({ most, windowMs }: { most: number; windowMs: number }) => {
  const windows = new Map<string, Window>()
  return {
    take: (who: string, now: Date): void => {
      const at = now.getTime()
      const kept = windows.get(who)
      const window = kept !== undefined && at - kept.since < windowMs ? kept : { since: at, count: 0 }
      if (window.count >= most)
        throw new RemitError('TOO_MANY_TRIES', { seconds: Math.ceil((window.since + windowMs - at) / 1000) })
      windows.set(who, { ...window, count: window.count + 1 })
      const [oldest] = windows.size > mostKept ? windows.keys() : []
      if (oldest !== undefined) windows.delete(oldest)
    },
    giveBack: (who: string): void => {
      const kept = windows.get(who)
      if (kept !== undefined) windows.set(who, { ...kept, count: Math.max(0, kept.count - 1) })
    },
  }
}
export type Tries = ReturnType<typeof tries>
