import { resolve } from 'node:path'
import { z } from 'zod'
import { RemitError } from '../contracts/errors.ts'
import { homeFiles } from '../contracts/home-files.ts'

const Environment = z.object({
  REMIT_HOME: z.string().min(1).default('.remit'),
  REMIT_CONFIG: z.string().min(1).default('config'),
  NATS_URL: z.string().min(1).default('nats://127.0.0.1:4222'),
  NATS_CREDS: z.string().min(1).optional(),
  REMIT_PREFIX: z.string().min(1).optional(),
  MONGODB_URL: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  REMIT_ALLOW_LAZY_SYNC: z.string().optional(),
  /** JSON of system to { url, tokenFile }: the sample systems that the embedded start runs */
  REMIT_SANDBOXES: z.string().default('{}'),
  REMIT_FAIL_POINTS: z.string().default(''),
})

const Sandboxes = z.record(z.string(), z.object({ url: z.string(), tokenFile: z.string() }))

export type SupervisorConfig = {
  home: string
  config: string
  natsUrl: string
  natsCreds: string
  prefix: string | undefined
  logLevel: string
  lazySync: boolean
  sandboxes: z.infer<typeof Sandboxes>
  failPoints: { spec: string; logFile: string }
}

/** The supervisor's settings from an environment. @throws RemitError BAD_CONFIG with every fault by its name */
export const supervisorConfig = (
  environment: Record<string, string | undefined> = process.env,
): SupervisorConfig => {
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
    config: resolve(data.REMIT_CONFIG),
    natsUrl: data.NATS_URL,
    natsCreds: resolve(data.NATS_CREDS ?? homeFiles(home).natsCredentials),
    prefix: data.REMIT_PREFIX,
    logLevel: data.LOG_LEVEL,
    lazySync: data.REMIT_ALLOW_LAZY_SYNC === '1',
    sandboxes: Sandboxes.parse(JSON.parse(data.REMIT_SANDBOXES)),
    failPoints: { spec: data.REMIT_FAIL_POINTS, logFile: `${home}/fail-points.log` },
  }
}
