import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { RemitError } from '../contracts/errors.ts'

type Fetch = (request: Request) => Response | Promise<Response>
type Place = {
  host: string
  /** 0 = any */
  port: number
  /** set by hand: this one or none; else the next free one */
  byHand: boolean
}
export type Listening = { server: Server; port: number }

const taken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
const triesUpwards = 50

const listenOn = async (server: Server, host: string, port: number): Promise<number> => {
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new RemitError('INTERNAL', { listening: String(address) })
  return address.port
}

/** Serves HTTP. Throws PORT_IN_USE where the port was set by hand and is taken, or none of the next ones is free. */
export const listen = async (fetch: Fetch, { host, port, byHand }: Place): Promise<Listening> => {
  const server = createServer(getRequestListener(fetch, { overrideGlobalObjects: false }))
  const tries = byHand || port === 0 ? 1 : triesUpwards
  for (let next = port; next < port + tries; next += 1) {
    try {
      return { server, port: await listenOn(server, host, next) }
    } catch (error) {
      if (!taken(error)) throw error
    }
  }
  throw new RemitError('PORT_IN_USE', { host, port, set: 'REMIT_PORT' })
}

/** Stops taking requests and ends those that stay open, such as streams. */
export const stopListening = async ({ server }: Listening): Promise<void> => {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
