import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { agentNames } from '../bus/agent-names.ts'
import { RemitError, toRemitError } from '../contracts/errors.ts'
import { armFailPoints } from '../observability/fail-points.ts'
import { createLogger } from '../observability/logger.ts'
import { supervisorConfig } from './config.ts'
import { readPolicyFiles } from './policy/read-policy-files.ts'
import { startSupervisor } from './start.ts'

const Credentials = z.record(z.string(), z.string()).refine(({ supervisor }) => (supervisor ?? '') !== '')

const passwordsIn = async (file: string): Promise<Record<string, string>> => {
  try {
    return Credentials.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    const wants = 'JSON of user to password, the supervisor among them'
    throw new RemitError('BAD_CONFIG', { NATS_CREDS: file, wants }, { cause: error })
  }
}

const run = async (): Promise<void> => {
  const config = supervisorConfig()
  armFailPoints(config.failPoints)
  const passwords = await passwordsIn(config.natsCreds)
  const log = createLogger({
    name: 'supervisor',
    level: config.logLevel,
    secrets: Object.values(passwords),
  })
  const running = await startSupervisor({
    home: config.home,
    nats: {
      url: config.natsUrl,
      user: 'supervisor',
      pass: passwords['supervisor'] ?? '',
      ...(config.prefix === undefined ? {} : { prefix: config.prefix }),
    },
    agents: agentNames(passwords),
    policy: { files: await readPolicyFiles(config.config), apply: 'if-none' },
    sandboxes: config.sandboxes,
    lazySync: config.lazySync,
    log,
  })
  log.info({ home: config.home }, 'the supervisor runs')
  const stop = (): void => {
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the supervisor did not close cleanly')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

await run().catch((error: unknown) => {
  console.error(`The supervisor cannot run. ${toRemitError(error).message}`)
  process.exit(1)
})
