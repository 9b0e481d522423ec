import { parseArgs } from 'node:util'
import { z } from 'zod'

const Arguments = z.object({
  port: z.coerce.number().int().min(0).max(65_535),
  data: z.string().min(1),
  'token-file': z.string().min(1),
  seed: z.coerce.number().int().nonnegative().default(1),
  fault: z.array(z.string()).default([]),
  'keys-keep': z.coerce.number().nonnegative().default(86_400),
  'with-parent': z.boolean().default(false),
})

export type Options = {
  port: number
  data: string
  tokenFile: string
  seed: number
  faults: string[]
  keysKeepSeconds: number
  withParent: boolean
}

/**
 * The command line of a sample system.
 * @throws Error that names every option at fault.
 */
export const parseOptions = (argv: string[]): Options => {
  const { values } = parseArgs({
    args: argv,
    options: {
      port: { type: 'string', default: '0' },
      data: { type: 'string' },
      'token-file': { type: 'string' },
      seed: { type: 'string' },
      fault: { type: 'string', multiple: true },
      'keys-keep': { type: 'string' },
      'with-parent': { type: 'boolean' },
    },
  })
  const parsed = Arguments.safeParse(values)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`wrong options: ${faults.join('; ')}`)
  }
  const given = parsed.data
  return {
    port: given.port,
    data: given.data,
    tokenFile: given['token-file'],
    seed: given.seed,
    faults: given.fault,
    keysKeepSeconds: given['keys-keep'],
    withParent: given['with-parent'],
  }
}
