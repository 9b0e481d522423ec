import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '@modelcontextprotocol/node'
import {
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  OAuthError,
  OAuthErrorCode,
  requireBearerAuth,
} from '@modelcontextprotocol/server'
import { createAdmin } from './admin.ts'
import { createCallTool } from './call-tool.ts'
import type { System } from './system.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const gateFor = (secret: string) => {
  const expected = digest(secret)
  return requireBearerAuth({
    verifier: {
      verifyAccessToken: async (token) => {
        if (!timingSafeEqual(digest(token), expected)) {
          throw new OAuthError(OAuthErrorCode.InvalidToken, 'the token is not the one of this system')
        }
        return {
          token,
          clientId: 'company',
          scopes: ['mcp'],
          expiresAt: Math.floor(Date.now() / 1000) + 3600,
        }
      },
    },
    requiredScopes: ['mcp'],
  })
}

export type Serving = { url: string; stop(): Promise<void> }

/**
 * Serves a system on 127.0.0.1: `/mcp`, `/health` (no token), and the back door for tests. Requests that
 * name another host are refused, so that no web page reaches it by rebinding a name.
 * @throws Error when the port is taken.
 */
export const serve = async (system: System, port: number, secret: string): Promise<Serving> => {
  const gate = gateFor(secret)
  const admin = createAdmin(system)
  const callTool = createCallTool(system)

  const respond = async (request: Request, hangUp: () => void): Promise<Response> => {
    const wrongHost = hostHeaderValidationResponse(request, localhostAllowedHostnames())
    if (wrongHost) return wrongHost
    const { pathname } = new URL(request.url)
    if (pathname === '/health') return Response.json({ status: 'ok', system: system.name })
    const auth = await gate(request)
    if (auth instanceof Response) return auth
    return pathname === '/mcp' ? callTool(request, auth, hangUp) : admin(request)
  }

  const server = createServer((req, res) => {
    const node = toNodeHandler(
      { fetch: (request) => respond(request, () => req.socket.destroy()) },
      { onerror: (error) => console.error(error) },
    )
    // Not `req` itself: its optional fields are wider than the adapter's type.
    const request = { method: req.method ?? 'GET', url: req.url ?? '/', headers: req.headers }
    void node({ ...request, [Symbol.asyncIterator]: () => req[Symbol.asyncIterator]() }, res)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const taken = 'code' in error && error.code === 'EADDRINUSE'
      reject(taken ? new Error(`port ${port} is taken; choose another --port`, { cause: error }) : error)
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${portOf(server.address())}/mcp`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const portOf = (address: AddressInfo | string | null): number => {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
