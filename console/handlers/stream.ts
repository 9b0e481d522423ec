import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { ConsoleDeps } from '../deps.ts'

/** A comment line this often keeps proxies from cutting a silent stream. */
const beatMs = 15_000

/** Events as they are committed, from now on. */
export const streamHandler = (deps: ConsoleDeps) => (context: Context) =>
  streamSSE(context, async (stream) => {
    const gone = new AbortController()
    stream.onAbort(() => gone.abort())
    const beat = setInterval(() => void stream.write(': beat\n\n'), beatMs)
    try {
      await stream.write(': open\n\n')
      for await (const { id, type, subject, data } of deps.watch(gone.signal))
        await stream.writeSSE({ id, event: type, data: JSON.stringify({ subject, data }) })
    } finally {
      clearInterval(beat)
    }
  })
