import { RemitError } from '../contracts/errors.ts'

/** Places for tasks in one worker process, whatever agent they are for. */
export type Slots = {
  /** Resolves with how to give the place back. Throws NOT_READY once closed. */
  take(): Promise<() => void>
  close(): void
}

export const makeSlots = (count: number): Slots => {
  let free = count
  let closed = false
  const waiting: { give: () => void; refuse: (error: RemitError) => void }[] = []
  const place = (): (() => void) => {
    let given = false
    return () => {
      if (given) return
      given = true
      const next = waiting.shift()
      if (next) next.give()
      else free += 1
    }
  }
  return {
    take: async () => {
      if (closed) throw new RemitError('NOT_READY', { reason: 'this worker is leaving' })
      if (free > 0) {
        free -= 1
        return place()
      }
      return new Promise((resolve, reject) => {
        waiting.push({ give: () => resolve(place()), refuse: reject })
      })
    },
    close: () => {
      closed = true
      for (const { refuse } of waiting.splice(0))
        refuse(new RemitError('NOT_READY', { reason: 'this worker is leaving' }))
    },
  }
}
