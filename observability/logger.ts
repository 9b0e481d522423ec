import { pino, type DestinationStream, type Logger } from 'pino'
import { redactor } from './redact.ts'

export type LoggerOptions = {
  /** the process: supervisor, worker, gateway, console */
  name: string
  /** pino's levels; `silent` for none */
  level: string
  /** what this process must never write, whatever form it has: passwords, keys, tokens */
  secrets?: readonly string[]
  /** standard output unless told otherwise */
  destination?: DestinationStream
}

/**
 * A pino logger, JSON lines, from which secrets are taken out twice: fields by name before the line is written, and
 * the whole line, messages and stack traces included, by the form of keys and tokens and by the known secrets.
 */
export const createLogger = ({ name, level, secrets = [], destination }: LoggerOptions): Logger => {
  const redact = redactor(secrets)
  const options = {
    name,
    level,
    formatters: { log: redact.fields },
    hooks: { streamWrite: redact.line },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
