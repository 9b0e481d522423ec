import { readFile } from 'node:fs/promises'
import { pino } from 'pino'
import { z } from 'zod'
import { RemitError } from '../contracts/errors.ts'
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

const config = consoleConfig()
const log = pino({ level: config.logLevel, name: 'console' })
const nats = {
  url: config.natsUrl,
  user: 'console',
  pass: await passwordIn(config.natsCreds),
  ...(config.prefix === undefined ? {} : { prefix: config.prefix }),
}
const running = await startConsole({ ...config, nats, log })
const stop = (): void => {
  running.close().then(
    () => process.exit(0),
    (error: unknown) => {
      log.error({ err: error }, 'the console did not close cleanly')
      process.exit(1)
    },
  )
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
