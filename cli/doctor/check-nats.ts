import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import { homeFiles } from '../../contracts/home-files.ts'
import { fail, ok, warn } from './finding.ts'
import type { Finding } from './finding.ts'

const Greeting = z.object({ version: z.string(), jetstream: z.boolean().optional() })
type Place = { host: string; port: number; conf: string | null }

/** A nats-server greets each connection with one line that says its version. */
const greeting = (host: string, port: number): Promise<z.infer<typeof Greeting> | null> =>
  new Promise((resolve) => {
    const socket = connect({ host, port })
    let text = ''
    const done = (found: z.infer<typeof Greeting> | null): void => {
      socket.destroy()
      resolve(found)
    }
    socket.setTimeout(2000, () => done(null))
    socket.once('error', () => done(null))
    socket.once('close', () => done(null))
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString()
      const [, json] = /^INFO (\{.*\})\s*\r\n/.exec(text) ?? []
      if (json !== undefined) done(Greeting.safeParse(JSON.parse(json)).data ?? null)
      else if (text.length > 65_536) done(null)
    })
  })

const confOf = async (home: string): Promise<string | null> => {
  try {
    return await readFile(join(homeFiles(home).nats, 'nats-server.conf'), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

const placeOf = async (home: string, natsUrl: string | undefined): Promise<Place | null> => {
  if (natsUrl !== undefined) {
    const { hostname, port } = new URL(natsUrl.split(',')[0] ?? natsUrl)
    return { host: hostname, port: Number(port || 4222), conf: null }
  }
  const conf = await confOf(home)
  const [, host, port] = /listen: "([^"]+):(\d+)"/.exec(conf ?? '') ?? []
  return host === undefined ? null : { host, port: Number(port), conf }
}

const old = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < 2 || (major === 2 && minor < 12)
}

const durable = ({ version }: z.infer<typeof Greeting>, conf: string | null): Finding => {
  const fix = 'Use nats-server 2.12 or newer with `sync_interval: always`.'
  if (old(version))
    return warn('nats durability', `${version} knows no sync_interval; durable: process-crash`, fix)
  if (conf === null)
    return warn(
      'nats durability',
      'a server of your own: whether it syncs always cannot be seen from here',
      'Set `sync_interval: always` in its jetstream block.',
    )
  return conf.includes('sync_interval: always')
    ? ok('nats durability', 'sync_interval: always; an acknowledged goal survives a power loss')
    : fail('nats durability', 'the configuration does not sync always; durable: process-crash', fix)
}

/** Is nats-server there, which one, and does what it acknowledges survive a power loss? */
export const checkNats = async (home: string, natsUrl: string | undefined): Promise<Finding[]> => {
  const place = await placeOf(home, natsUrl)
  if (place === null)
    return [
      warn('nats', 'no server has run in this home yet', 'Start Remit with `npm start`, or set NATS_URL.'),
    ]
  const found = await greeting(place.host, place.port)
  if (found === null)
    return [
      fail(
        'nats',
        `nobody answers at ${place.host}:${place.port}`,
        'Start Remit with `npm start`, or mend NATS_URL.',
      ),
    ]
  const there = found.jetstream
    ? ok('nats', `nats-server ${found.version} at ${place.host}:${place.port}`)
    : fail('nats', `nats-server ${found.version} has JetStream switched off`, 'Switch JetStream on.')
  return [there, durable(found, place.conf)]
}
