import { apiCommand } from '../cli.ts'
import type { Connection, Register } from '../cli.ts'
import { formatValue } from '../format-value.ts'
import { readEventStream } from '../read-event-stream.ts'

type Options = Connection & { count?: string }

/** `watch`: events as they are committed, until Ctrl-C. */
export const watchCommand: Register = (program, cli) => {
  apiCommand(program, 'watch', 'events as they are committed, until Ctrl-C', 'watch --count 10')
    .option('--count <count>', 'stop after so many events')
    .action(async (options: Options) => {
      const most = options.count === undefined ? Infinity : Number(options.count)
      const stop = new AbortController()
      const stream = await (await cli.client(options)).open('stream', stop.signal)
      let seen = 0
      for await (const { id, event, data } of readEventStream(stream)) {
        cli.print(
          options.json
            ? JSON.stringify({ id, event, ...data })
            : `${data.subject}  ${formatValue(data.data)}`,
        )
        seen += 1
        if (seen >= most) break
      }
      stop.abort()
    })
}
