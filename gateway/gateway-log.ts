/** What the gateway needs of a logger; pino's methods fit. Fields first, then the sentence. */
export type GatewayLog = {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
