import { connect, createServer } from 'node:net'
import { RemitError } from '../contracts/errors.ts'

/** The port that could be bound, or undefined when it is in use. 0 asks for any. */
const tryPort = (host: string, port: number): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => {
      if ('code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) resolve(undefined)
      else reject(error)
    })
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : undefined
      server.close(() => resolve(bound))
    })
  })

/**
 * A port to listen on: the one set by hand, else the next free one from the preferred on (0 = any).
 * @throws RemitError PORT_IN_USE when it was set by hand and is taken, or a hundred in a row are
 */
export const choosePort = async (
  host: string,
  { byHand, preferred }: { byHand?: number | undefined; preferred: number },
): Promise<number> => {
  const first = byHand ?? preferred
  const tries = byHand !== undefined || first === 0 ? 1 : 100
  for (let port = first; port < first + tries && port <= 65_535; port += 1) {
    const bound = await tryPort(host, port)
    if (bound !== undefined) return bound
  }
  throw new RemitError('PORT_IN_USE', { host, port: first, set: 'NATS_PORT' })
}

/** Whether the server of this name answers there: it greets each connection with one line of JSON. */
export const greetsAs = (host: string, port: number, serverName: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port })
    let text = ''
    const done = (is: boolean): void => {
      socket.destroy()
      resolve(is)
    }
    socket.setTimeout(2000, () => done(false))
    socket.once('error', () => done(false))
    socket.once('close', () => done(false))
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString()
      if (text.includes('\r\n')) done(text.includes(`"server_name":${JSON.stringify(serverName)}`))
      else if (text.length > 65_536) done(false)
    })
  })
