import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { CliFailure } from './cli-failure.ts'

const Environment = z.object({
  REMIT_HOME: z.string().min(1).default('.remit'),
  REMIT_CONFIG: z.string().min(1).default('config'),
  REMIT_PORT: z.coerce.number().int().min(1).max(65_535).default(7341),
  REMIT_URL: z.url().optional(),
  REMIT_TOKEN: z.string().min(1).optional(),
  NATS_URL: z.string().min(1).optional(),
  REMIT_NATS_SERVER: z.string().min(1).optional(),
})
export type CliConfig = {
  home: string
  config: string
  port: number
  url: string | undefined
  token: string | undefined
  natsUrl: string | undefined
  natsServer: string | undefined
}

/** Settings of the command line from an environment. Throws CliFailure (2) with every fault by its name. */
export const cliConfig = (environment: Record<string, string | undefined> = process.env): CliConfig => {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new CliFailure(2, `The environment is wrong. ${faults.join('; ')}`)
  }
  const { data } = parsed
  return {
    home: resolve(data.REMIT_HOME),
    config: resolve(data.REMIT_CONFIG),
    port: data.REMIT_PORT,
    url: data.REMIT_URL,
    token: data.REMIT_TOKEN,
    natsUrl: data.NATS_URL,
    natsServer: data.REMIT_NATS_SERVER,
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** A file of the home; null where it is not there. */
export const readHomeFile = async (home: string, name: string): Promise<string | null> => {
  try {
    return await readFile(join(home, name), 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
