import { join } from 'node:path'
import { pino } from 'pino'
import { toRemitError } from '../contracts/errors.ts'
import { armFailPoints } from '../observability/fail-points.ts'
import { workerConfig } from './config.ts'
import { startWorker } from './start.ts'

const run = async (): Promise<void> => {
  const config = workerConfig(process.env)
  armFailPoints({ spec: config.failPoints, logFile: join(config.home, 'fail-points.log') })
  const leaving = new AbortController()
  const stop = new Promise<void>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const)
      process.once(name, () => {
        leaving.abort()
        resolve()
      })
  })
  const starting = startWorker(config, { signal: leaving.signal })
  const worker = await starting.catch((error: unknown) => {
    if (leaving.signal.aborted) return null
    throw error
  })
  await stop
  await worker?.close()
}

await run().catch((error: unknown) => {
  const { code, message } = toRemitError(error)
  pino({ name: 'worker' }).fatal({ code, err: error }, message)
  process.exitCode = 1
})
