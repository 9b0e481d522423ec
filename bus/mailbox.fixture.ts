/** Hands what is put in to whoever asks next, in order: a test waits for the event and never for a time. */
export const mailbox = <T>() => {
  const here: T[] = []
  const wanted: ((value: T) => void)[] = []
  return {
    put: (value: T): void => {
      const first = wanted.shift()
      if (first) first(value)
      else here.push(value)
    },
    next: (): Promise<T> =>
      new Promise((resolve) => {
        const [first] = here.splice(0, 1).map((value) => ({ value }))
        if (first) resolve(first.value)
        else wanted.push(resolve)
      }),
    /** what nobody has asked for yet */
    waiting: (): readonly T[] => here,
  }
}
