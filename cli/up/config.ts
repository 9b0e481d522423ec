import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { CliFailure } from '../cli-failure.ts'

const Port = z.coerce.number().int().min(0).max(65_535)
const Environment = z.object({
  REMIT_HOME: z.string().min(1).optional(),
  REMIT_CONFIG: z.string().min(1).optional(),
  REMIT_PORT: Port.optional(),
  NATS_PORT: Port.optional(),
  NATS_URL: z.string().min(1).optional(),
  REMIT_PREFIX: z.string().min(1).default('remit'),
  REMIT_OPEN_CLIENT: z.enum(['on', 'off']).default('on'),
  REMIT_CLIENTS: z.string().default(''),
  REMIT_ALLOW_LAZY_SYNC: z.string().optional(),
  OPENAI_API_KEY: z.string().min(1).optional(),
  MONGODB_URL: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export type UpConfig = {
  home: string
  config: string
  port: number | undefined
  natsPort: number | undefined
  natsUrl: string | undefined
  prefix: string
  /** may a connection from this machine without credentials put goals in, as the account `local` */
  openClient: boolean
  /** names of clients that get an account of their own */
  clients: string[]
  hasModel: boolean
  logLevel: string
  /** what it was read from, for the settings of a process that only that process knows */
  environment: Record<string, string | undefined>
}

/** The checkout: where `.remit/` and `config/` lie unless told otherwise, wherever the command was typed. */
export const checkout = fileURLToPath(new URL('../..', import.meta.url))

/** Settings of the all-in-one start. Throws CliFailure (2) with every fault by its name. */
export const upConfig = (environment: Record<string, string | undefined> = process.env): UpConfig => {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(set)
  const faults = parsed.success
    ? parsed.data.MONGODB_URL === undefined
      ? []
      : ['MONGODB_URL: this release keeps its record in SQLite; unset it']
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (!parsed.success || faults.length > 0)
    throw new CliFailure(2, `The environment is wrong. ${faults.join('; ')}`)
  const { data } = parsed
  const place = (given: string | undefined, standard: string): string =>
    given === undefined ? resolve(checkout, standard) : resolve(given.replace(/^~(?=\/|$)/, homedir()))
  return {
    home: place(data.REMIT_HOME, '.remit'),
    config: place(data.REMIT_CONFIG, 'config'),
    port: data.REMIT_PORT,
    natsPort: data.NATS_PORT,
    natsUrl: data.NATS_URL,
    prefix: data.REMIT_PREFIX,
    openClient: data.REMIT_OPEN_CLIENT === 'on',
    clients: data.REMIT_CLIENTS.split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    hasModel: data.OPENAI_API_KEY !== undefined,
    logLevel: data.LOG_LEVEL,
    environment,
  }
}
