import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { RemitError, toRemitError } from '../contracts/errors.ts'
import { armFailPoints } from '../observability/fail-points.ts'
import { createLogger } from '../observability/logger.ts'
import { operatorToken } from './auth/operator-token.ts'
import { consoleConfig } from './config.ts'
import { startConsole } from './start.ts'

const Credentials = z.object({ console: z.string().min(1) })

const passwordIn = async (file: string): Promise<string> => {
  try {
    return Credentials.parse(JSON.parse(await readFile(file, 'utf8'))).console
  } catch (error) {
    throw new RemitError(
      'BAD_CONFIG',
      { NATS_CREDS: file, wants: 'JSON with the password of console' },
      { cause: error },
    )
  }
}

const run = async (): Promise<void> => {
  const config = consoleConfig()
  armFailPoints(config.failPoints)
  const told = new Promise<void>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve())
  })
  const pass = await passwordIn(config.natsCreds)
  const secrets = [pass, await operatorToken(config.home)]
  const log = createLogger({ name: 'console', level: config.logLevel, secrets })
  const prefix = config.prefix === undefined ? {} : { prefix: config.prefix }
  const running = await startConsole({
    ...config,
    nats: { url: config.natsUrl, user: 'console', pass, ...prefix },
    log,
  })
  await told
  await running.close()
}

try {
  await run()
} catch (error) {
  const { code, message } = toRemitError(error)
  process.stderr.write(`${code}: ${message}\n`)
  process.exitCode = 1
}
