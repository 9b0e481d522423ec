import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0

export type Mail = { id: string; to: string[]; text: string; user: string }

/** A real SMTP server on this machine that keeps what it takes. */
export const startSmtp = async (options: { port?: number; user?: string; pass?: string } = {}) => {
  const mails: Mail[] = []
  const server = new SMTPServer({
    authOptional: options.user === undefined,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      username === options.user && password === options.pass
        ? done(null, { user: username })
        : done(new Error('wrong')),
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8')
        const id = /^Message-ID: <(.+)@remit>/im.exec(text)?.[1] ?? ''
        mails.push({
          id,
          to: session.envelope.rcptTo.map(({ address }) => address),
          text,
          user: String(session.user ?? ''),
        })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', () => resolve()))
  return {
    mails,
    port: portOf(server.server.address()),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

export type Posted = { headers: IncomingHttpHeaders; body: string }

/** A real HTTP receiver that answers what it is told to. */
export const startReceiver = async (status: () => number) => {
  const posted: Posted[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      posted.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') })
      response.writeHead(status()).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    posted,
    url: `http://127.0.0.1:${portOf(server.address())}/hook`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
