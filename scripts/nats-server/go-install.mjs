import { join } from 'node:path'
import { execute } from './execute.mjs'

const VERSION = '2.15.2'

/** Builds the server from its module; Go checks the module against its public checksum database. Takes about a minute. */
export const fromGo = async ({ folder, platform, env }) => {
  const flags = [env.GOFLAGS, '-modcacherw'].filter(Boolean).join(' ')
  await execute(
    'go',
    ['install', '-trimpath', '-ldflags=-s -w', `github.com/nats-io/nats-server/v2@v${VERSION}`],
    { cwd: folder, env: { ...env, GOBIN: folder, GOFLAGS: flags } },
  )
  return { program: join(folder, platform.startsWith('win32') ? 'nats-server.exe' : 'nats-server') }
}
