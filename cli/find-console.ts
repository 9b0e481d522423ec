import { z } from 'zod'
import { CliFailure } from './cli-failure.ts'
import { readHomeFile } from './config.ts'
import type { CliConfig } from './config.ts'

const Address = z.object({ url: z.url() })
export type Address = { url: string; token: string }

const urlIn = async (home: string): Promise<string | null> => {
  const text = await readHomeFile(home, 'console.json')
  if (text === null) return null
  try {
    return Address.parse(JSON.parse(text)).url
  } catch (error) {
    throw new CliFailure(
      1,
      `${home}/console.json is not readable; start Remit again to write it anew.`,
      {},
      { cause: error },
    )
  }
}

/** Where the console is and who asks: by option, else the environment, else what a running Remit left in its home. */
export const findConsole = async (
  config: CliConfig,
  options: { url?: string | undefined; token?: string | undefined },
): Promise<Address> => {
  const url = options.url ?? config.url ?? (await urlIn(config.home)) ?? `http://127.0.0.1:${config.port}`
  const token = options.token ?? config.token ?? (await readHomeFile(config.home, 'operator.token'))?.trim()
  if (token === undefined || token === '')
    throw new CliFailure(
      4,
      `No token: ${config.home}/operator.token is not there. Start Remit with \`npm start\`, point REMIT_HOME at its home, or pass --url and --token.`,
    )
  return { url: url.replace(/\/$/, ''), token }
}
