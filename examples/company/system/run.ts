import { readFileSync } from 'node:fs'
import { parseFaultOption } from './faults.ts'
import { parseOptions, type Options } from './options.ts'
import { serve } from './serve.ts'
import type { System } from './system.ts'

const readSecret = (file: string): string => {
  const secret = readFileSync(file, 'utf8').trim()
  if (secret === '') throw new Error(`--token-file ${file} is empty`)
  return secret
}

const start = async (create: (options: Options) => System): Promise<void> => {
  const options = parseOptions(process.argv.slice(2))
  const secret = readSecret(options.tokenFile)
  const orders = options.faults.map(parseFaultOption)
  const system = create(options)
  for (const order of orders) {
    if (order.tool !== '*' && !system.tools.includes(order.tool)) {
      throw new Error(`--fault: ${system.name} has no tool ${order.tool}; it has ${system.tools.join(', ')}`)
    }
    system.faults.set(order)
  }
  const serving = await serve(system, options.port, secret)

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    await serving.stop()
    system.close()
    process.exit(0)
  }
  process.once('SIGTERM', () => void stop())
  process.once('SIGINT', () => void stop())
  // Without --with-parent a closed stdin means nothing: the system outlives whoever started it.
  if (options.withParent) process.stdin.on('end', () => void stop()).resume()
  process.stdout.write(`${JSON.stringify({ listening: serving.url })}\n`)
}

/**
 * The whole life of a sample system's process: options, data, listening (one JSON line on stdout),
 * stop on SIGTERM or SIGINT. What keeps it from starting is one line on stderr and exit code 1.
 */
export const run = async (create: (options: Options) => System): Promise<void> => {
  try {
    await start(create)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
