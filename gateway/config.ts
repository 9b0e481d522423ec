import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { RemitError } from '../contracts/errors.ts'
import { homeFiles } from '../contracts/home-files.ts'

const Environment = z.object({
  REMIT_HOME: z.string().min(1).default('.remit'),
  REMIT_PREFIX: z.string().min(1).default('remit'),
  NATS_URL: z.string().min(1).default('nats://127.0.0.1:4222'),
  NATS_CREDS: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  REMIT_PROBE: z.enum(['0', '1']).default('0'),
  REMIT_FAIL_POINTS: z.string().default(''),
  REMIT_FAIL_LOG: z.string().min(1).optional(),
})

export type GatewayConfig = {
  prefix: string
  natsUrl: string
  /** JSON file of user to password */
  natsCreds: string
  logLevel: string
  /** call write tools on their sandbox records at start, to see whether they honour our key */
  probe: boolean
  failPoints: { spec: string; logFile: string }
}

/** The gateway's settings from an environment. Throws BAD_CONFIG with every fault by its name. */
export const gatewayConfig = (
  environment: Record<string, string | undefined> = process.env,
): GatewayConfig => {
  // An empty variable is what compose files make of an unset one.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(set)
  if (!parsed.success)
    throw new RemitError('BAD_CONFIG', {
      faults: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    })
  const { data } = parsed
  const home = resolve(data.REMIT_HOME.replace(/^~(?=\/|$)/, homedir()))
  return {
    prefix: data.REMIT_PREFIX,
    natsUrl: data.NATS_URL,
    natsCreds: resolve(data.NATS_CREDS ?? homeFiles(home).natsCredentials),
    logLevel: data.LOG_LEVEL,
    probe: data.REMIT_PROBE === '1',
    failPoints: { spec: data.REMIT_FAIL_POINTS, logFile: data.REMIT_FAIL_LOG ?? `${home}/fail-points.log` },
  }
}
