import { toRemitError } from '../contracts/errors.ts'
import { armFailPoints } from '../observability/fail-points.ts'
import { workerConfig } from './config.ts'
import { startWorker } from './start.ts'

const run = async (): Promise<void> => {
  const config = workerConfig()
  armFailPoints(config.failPoints)
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

await run().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(`The worker cannot run. ${toRemitError(error).message}`)
    process.exit(1)
  },
)
