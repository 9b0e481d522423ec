import { RemitError } from '../contracts/errors.ts'
import type { BusAccount, BusUser } from './accounts.ts'
import { largestPayload } from './streams.ts'

export type ServerSettings = {
  host: string
  port: number
  /** told to every connection: how a start recognises its own server */
  serverName: string
  storeDir: string
  pidFile: string
  logFile: string
  /** the user of connections without credentials; absent: none may enter */
  openUser?: string
  /**
   * Only for servers older than 2.10, which do not know `sync_interval`: what is acknowledged survives the death of
   * the process, not of the machine.
   */
  lazySync?: boolean
  fileBytes?: number
  memoryBytes?: number
}

const quoted = (text: string): string => JSON.stringify(text)
const list = (subjects: readonly string[]): string => `[${subjects.map(quoted).join(', ')}]`

const userText = (user: BusUser, password: string | undefined): string => {
  if (password === undefined)
    throw new RemitError('BAD_CONFIG', { user: user.user, reason: 'it has no password' })
  return (
    `      { user: ${quoted(user.user)}, password: ${quoted(password)}, permissions: {\n` +
    `        publish: { allow: ${list(user.publish)} }\n` +
    `        subscribe: { allow: ${list(user.subscribe)} } } }`
  )
}

const exportsOf = (of: string, accounts: readonly BusAccount[]): string[] =>
  accounts.flatMap(({ name, doors }) =>
    doors.flatMap((door) => {
      if (door.of !== of) return []
      const more = [
        ...(door.answers === 'stream' ? ['response_type: stream'] : []),
        ...(door.threshold === undefined ? [] : [`response_threshold: ${quoted(door.threshold)}`]),
      ].map((text) => `, ${text}`)
      return `      { ${door.kind}: ${quoted(door.there)}, accounts: [${name}]${more.join('')} }`
    }),
  )

const importsOf = ({ doors }: BusAccount): string[] =>
  doors.map((door) => {
    const to = door.local === door.there ? '' : `, to: ${quoted(door.local)}`
    return `      { ${door.kind}: { account: ${door.of}, subject: ${quoted(door.there)} }${to} }`
  })

const block = (name: string, lines: string[]): string =>
  lines.length === 0 ? '' : `    ${name}: [\n${lines.join('\n')}\n    ]\n`

/**
 * The permission table as the configuration text of nats-server. It holds passwords: keep it at mode 0600.
 * @param passwords by user
 * @throws RemitError BAD_CONFIG for a user without a password
 */
export const renderServerConfig = (
  table: readonly BusAccount[],
  server: ServerSettings,
  passwords: Readonly<Record<string, string>>,
): string => {
  const accounts = table.map(
    (account) =>
      `  ${account.name} {\n` +
      (account.jetstream ? '    jetstream: enabled\n' : '') +
      block('exports', exportsOf(account.name, table)) +
      block('imports', importsOf(account)) +
      block(
        'users',
        account.users.map((user) => userText(user, passwords[user.user])),
      ) +
      '  }\n',
  )
  return (
    `server_name: ${quoted(server.serverName)}\n` +
    `listen: ${quoted(`${server.host}:${server.port}`)}\n` +
    `max_payload: ${largestPayload}\n` +
    `pid_file: ${quoted(server.pidFile)}\n` +
    `log_file: ${quoted(server.logFile)}\n` +
    `logfile_size_limit: 10MB\n` +
    `logfile_max_num: 3\n` +
    `jetstream {\n` +
    `  store_dir: ${quoted(server.storeDir)}\n` +
    `  max_file_store: ${server.fileBytes ?? 4 * 1024 ** 3}\n` +
    `  max_memory_store: ${server.memoryBytes ?? 256 * 1024 ** 2}\n` +
    // Without this an acknowledged goal may be lost with the power: the default syncs every two minutes.
    (server.lazySync === true ? '' : '  sync_interval: always\n') +
    `}\n` +
    `system_account: SYS\n` +
    (server.openUser === undefined ? '' : `no_auth_user: ${quoted(server.openUser)}\n`) +
    `accounts {\n${accounts.join('')}}\n`
  )
}
