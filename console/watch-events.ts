import type { Bus } from '../bus/connect.ts'
import type { Watched } from './deps.ts'

/** What a slow reader may leave unread before it loses the oldest: the record has everything. */
const most = 1000

/** Events from now on, as the bus carries them; ends when the signal aborts. */
export const watchEvents = (bus: Pick<Bus, 'subscribe' | 'subjects'>) =>
  async function* (signal: AbortSignal): AsyncGenerator<Watched> {
    const queue: Watched[] = []
    let wake = (): void => {}
    const { stop } = bus.subscribe(bus.subjects.allEvents, ({ subject, data, headers }) => {
      queue.push({
        id: headers.get('ce-id') ?? '',
        type: subject.split('.').at(-1) ?? '',
        subject,
        data,
      })
      if (queue.length > most) queue.shift()
      wake()
    })
    const abort = (): void => wake()
    signal.addEventListener('abort', abort)
    try {
      while (!signal.aborted) {
        const next = queue.shift()
        if (next !== undefined) yield next
        else
          await new Promise<void>((resolve) => {
            wake = resolve
            if (signal.aborted || queue.length > 0) resolve()
          })
      }
    } finally {
      signal.removeEventListener('abort', abort)
      stop()
    }
  }
