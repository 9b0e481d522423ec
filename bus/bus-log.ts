/** What the bus needs of a logger; pino's is one. */
export type BusLog = {
  debug: (fields: Record<string, unknown>, text: string) => void
  info: (fields: Record<string, unknown>, text: string) => void
  warn: (fields: Record<string, unknown>, text: string) => void
  error: (fields: Record<string, unknown>, text: string) => void
}

const nothing = (): void => {}

export const silentLog: BusLog = { debug: nothing, info: nothing, warn: nothing, error: nothing }
