import { resolve } from 'node:path'
import { z } from 'zod'
import { RemitError } from '../contracts/errors.ts'
import { homeFiles } from '../contracts/home-files.ts'
import { tellingSettings, type TellingSettings } from './tell/settings.ts'

const Port = z.coerce.number().int().min(0).max(65_535)
const defaultPort = 7341
const Environment = z.object({
  REMIT_HOME: z.string().min(1).default('.remit'),
  REMIT_PORT: Port.optional(),
  REMIT_HOST: z.string().min(1).default('127.0.0.1'),
  NATS_URL: z.string().min(1).default('nats://127.0.0.1:4222'),
  NATS_CREDS: z.string().min(1).optional(),
  REMIT_PREFIX: z.string().min(1).optional(),
  REMIT_FAIL_POINTS: z.string().default(''),
  MONGODB_URL: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export type ConsoleConfig = {
  home: string
  port: number
  /** REMIT_PORT was set: this port or none */
  portByHand: boolean
  host: string
  natsUrl: string
  /** JSON of user to password */
  natsCreds: string
  prefix: string | undefined
  logLevel: string
  telling: TellingSettings
  failPoints: { spec: string; logFile: string }
}

/** The console's settings from an environment. Throws BAD_CONFIG with every fault by its name. */
export const consoleConfig = (
  environment: Record<string, string | undefined> = process.env,
): ConsoleConfig => {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success)
    throw new RemitError('BAD_CONFIG', {
      faults: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    })
  const { data } = parsed
  if (data.MONGODB_URL !== undefined)
    throw new RemitError('BAD_CONFIG', { faults: ['MONGODB_URL: this release keeps its record in SQLite'] })
  const home = resolve(data.REMIT_HOME)
  return {
    home,
    port: data.REMIT_PORT ?? defaultPort,
    portByHand: data.REMIT_PORT !== undefined,
    host: data.REMIT_HOST,
    natsUrl: data.NATS_URL,
    natsCreds: resolve(data.NATS_CREDS ?? homeFiles(home).natsCredentials),
    prefix: data.REMIT_PREFIX,
    logLevel: data.LOG_LEVEL,
    telling: tellingSettings(environment),
    failPoints: { spec: data.REMIT_FAIL_POINTS, logFile: `${home}/fail-points.log` },
  }
}
