import type { Log } from './deps.ts'

/** Does something again and again until stopped; a failure is told and the next turn comes all the same. */
export const repeat = (
  everyMs: number,
  log: Log,
  what: string,
  work: () => Promise<void>,
): { stop: () => Promise<void> } => {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const turn = (): void => {
    running = work()
      .catch((error: unknown) => log.warn({ err: error }, `${what} failed and will come again`))
      .finally(() => {
        if (!stopped) timer = setTimeout(turn, everyMs)
      })
  }
  turn()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
