import { silentLog } from './bus-log.ts'
import { startNatsServer } from './nats-server-child.ts'

/** A process that owns a server until it is killed; prints the server's process id. */
const [program = '', folder = ''] = process.argv.slice(2)
const server = await startNatsServer({
  program,
  folder,
  preferredPort: 0,
  log: silentLog,
  config: ({ host, port, serverName, pidFile, logFile }) =>
    `server_name: ${serverName}\nlisten: "${host}:${port}"\npid_file: "${pidFile}"\nlog_file: "${logFile}"\n`,
})
process.stdout.write(`${server.pid()}\n`)
