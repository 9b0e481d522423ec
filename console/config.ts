import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { RemitError } from '../contracts/errors.ts'

const Port = z.coerce.number().int().min(0).max(65_535)
const Environment = z.object({
  REMIT_HOME: z.string().min(1).default('.remit'),
  REMIT_PORT: Port.default(7341),
  REMIT_HOST: z.string().min(1).default('127.0.0.1'),
  NATS_URL: z.string().min(1).default('nats://127.0.0.1:4222'),
  NATS_CREDS: z.string().min(1).optional(),
  MONGODB_URL: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export type ConsoleConfig = {
  home: string
  port: number
  host: string
  natsUrl: string
  natsCreds: string | undefined
  logLevel: string
}

/** The console's settings from an environment. Throws BAD_CONFIG with every fault by its name. */
export const consoleConfig = (environment: Record<string, string | undefined>): ConsoleConfig => {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success)
    throw new RemitError('BAD_CONFIG', {
      faults: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    })
  const { data } = parsed
  if (data.MONGODB_URL !== undefined)
    throw new RemitError('BAD_CONFIG', { faults: ['MONGODB_URL: this release keeps its record in SQLite'] })
  const home = data.REMIT_HOME.replace(/^~(?=\/|$)/, homedir())
  return {
    home: resolve(home),
    port: data.REMIT_PORT,
    host: data.REMIT_HOST,
    natsUrl: data.NATS_URL,
    natsCreds: data.NATS_CREDS === undefined ? undefined : resolve(join(data.NATS_CREDS)),
    logLevel: data.LOG_LEVEL,
  }
}
