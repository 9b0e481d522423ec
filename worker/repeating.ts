/** Does something now and again until stopped; what fails comes again with the next turn. */
export const repeating = (
  everyMs: number,
  work: () => Promise<unknown>,
  failed: (error: unknown) => void,
): { stop: () => Promise<void> } => {
  let running: Promise<unknown> = Promise.resolve()
  const turn = (): void => {
    running = work().catch(failed)
  }
  turn()
  const timer = setInterval(turn, everyMs)
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
