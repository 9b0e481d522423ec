import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { RemitError } from '../contracts/errors.ts'
import { homeFiles } from '../contracts/home-files.ts'

const names = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(z.array(z.string().min(1)).min(1))

const Environment = z.object({
  REMIT_HOME: z.string().min(1).default('.remit'),
  REMIT_PREFIX: z.string().min(1).default('remit'),
  NATS_URL: z.string().min(1).default('nats://127.0.0.1:4222'),
  NATS_CREDS: z.string().min(1).optional(),
  AGENTS: names.optional(),
  WORKER_TASKS: z.coerce.number().int().min(1).max(1000).default(32),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_BASE_URL: z.url().optional(),
  OPENAI_MODEL: z.string().min(1).default('gpt-4o-mini'),
  OPENAI_TIMEOUT_SECONDS: z.coerce.number().positive().max(600).default(60),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  REMIT_FAIL_POINTS: z.string().default(''),
  REMIT_FAIL_LOG: z.string().min(1).optional(),
})

export type ModelConfig = { apiKey: string; baseUrl: string | undefined; name: string; timeoutMs: number }
export type WorkerConfig = {
  home: string
  prefix: string
  natsUrl: string
  /** JSON file of user to password */
  natsCreds: string
  /** undefined = every agent that is found */
  agents: string[] | undefined
  /** tasks at once in this process */
  tasks: number
  /** undefined = playbooks */
  model: ModelConfig | undefined
  logLevel: string
  failPoints: { spec: string; logFile: string }
}

/** The worker's settings from an environment. Throws BAD_CONFIG with every fault by its name. */
export const workerConfig = (environment: Record<string, string | undefined> = process.env): WorkerConfig => {
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
    home,
    prefix: data.REMIT_PREFIX,
    natsUrl: data.NATS_URL,
    natsCreds: data.NATS_CREDS === undefined ? homeFiles(home).natsCredentials : resolve(data.NATS_CREDS),
    agents: data.AGENTS,
    tasks: data.WORKER_TASKS,
    model:
      data.OPENAI_API_KEY === undefined
        ? undefined
        : {
            apiKey: data.OPENAI_API_KEY,
            baseUrl: data.OPENAI_BASE_URL,
            name: data.OPENAI_MODEL,
            timeoutMs: data.OPENAI_TIMEOUT_SECONDS * 1000,
          },
    logLevel: data.LOG_LEVEL,
    failPoints: { spec: data.REMIT_FAIL_POINTS, logFile: data.REMIT_FAIL_LOG ?? `${home}/fail-points.log` },
  }
}
