import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { RemitError, toRemitError } from '../contracts/errors.ts'
import { armFailPoints } from '../observability/fail-points.ts'
import { createLogger } from '../observability/logger.ts'
import { gatewayConfig } from './config.ts'
import { startGateway } from './start.ts'

const Credentials = z.looseObject({ gateway: z.string().min(1) })

const passwordIn = async (file: string): Promise<string> => {
  try {
    return Credentials.parse(JSON.parse(await readFile(file, 'utf8'))).gateway
  } catch (error) {
    const wants = 'JSON with the password of gateway'
    throw new RemitError('BAD_CONFIG', { NATS_CREDS: file, wants }, { cause: error })
  }
}

const run = async (): Promise<void> => {
  const config = gatewayConfig()
  armFailPoints(config.failPoints)
  const leaving = new AbortController()
  const told = new Promise<void>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const)
      process.once(name, () => {
        leaving.abort()
        resolve()
      })
  })
  const pass = await passwordIn(config.natsCreds)
  const log = createLogger({ name: 'gateway', level: config.logLevel, secrets: [pass] })
  const nats = { url: config.natsUrl, user: 'gateway', pass, prefix: config.prefix }
  const starting = startGateway({ nats, log, probe: config.probe, signal: leaving.signal })
  const gateway = await starting.catch((error: unknown) => {
    if (leaving.signal.aborted) return null
    throw error
  })
  await told
  await gateway?.close()
}

await run().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(`The gateway cannot run. ${toRemitError(error).message}`)
    process.exit(1)
  },
)
