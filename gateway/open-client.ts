import { readFile } from 'node:fs/promises'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { RemitError } from '../contracts/errors.ts'
import type { SystemSetting } from '../contracts/platform.ts'
import { currentDispatch, passGate } from './dispatch.ts'
import { guardedFetch } from './guarded-fetch.ts'

const identity = { name: 'remit-gateway', version: '0.1.0' }

const readToken = async (file: string): Promise<string> => {
  const token = (await readFile(file, 'utf8')).trim()
  if (token === '') throw new RemitError('BAD_CONFIG', { fault: `the token file ${file} is empty` })
  return token
}

const overHttp = (setting: SystemSetting, url: string) => {
  const { tokenFile } = setting
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    fetch: guardedFetch(setting.maxBytes),
    // Read anew for each request: a token that was changed in its file is in force at once.
    ...(tokenFile === undefined ? {} : { authProvider: { token: () => readToken(tokenFile) } }),
  })
  // `auto`: settles on 2026-07-28 where the server speaks it; the default would never ask.
  return { client: new Client(identity, { versionNegotiation: { mode: 'auto' } }), transport }
}

const overStdio = (setting: SystemSetting, [command, ...args]: readonly string[]) => {
  if (command === undefined)
    throw new RemitError('BAD_CONFIG', { system: setting.name, fault: 'command: []' })
  const transport = new StdioClientTransport({
    command,
    args,
    stderr: 'ignore',
    maxBufferSize: setting.maxBytes,
  })
  const send = transport.send.bind(transport)
  transport.send = (message) => {
    const dispatch = 'method' in message && message.method === 'tools/call' ? currentDispatch() : undefined
    if (dispatch) passGate(dispatch)
    return send(message)
  }
  // Not `auto`, which would start a second, throw-away process for its question.
  return { client: new Client(identity, { versionNegotiation: { mode: 'legacy' } }), transport }
}

/**
 * Opens an MCP client on a system, by HTTP or as a child process.
 * @throws what the connection fails with: a refused connection, a time-out, a token that is refused.
 */
export const openClient = async (setting: SystemSetting, onClose: () => void): Promise<Client> => {
  const { client, transport } =
    setting.url === undefined ? overStdio(setting, setting.command ?? []) : overHttp(setting, setting.url)
  try {
    await client.connect(transport, { timeout: setting.timeoutSeconds * 1000 })
  } catch (error) {
    await client.close()
    throw error
  }
  Object.assign(client, { onclose: onClose })
  return client
}
