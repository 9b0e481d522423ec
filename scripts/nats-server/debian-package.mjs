import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { execute } from './execute.mjs'

/** Unpacks Debian's package without installing it: installed, it would start a service that takes port 4222. */
export const fromDebianPackage = async ({ folder, env }) => {
  if (env.REMIT_ALLOW_LAZY_SYNC !== '1') {
    throw new Error(
      'not tried: its 2.9 cannot sync each message to disk; REMIT_ALLOW_LAZY_SYNC=1 takes it all the same',
    )
  }
  await execute('apt-get', ['download', 'nats-server'], { cwd: folder, env })
  const name = readdirSync(folder).find((file) => file.endsWith('.deb'))
  if (name === undefined) throw new Error('apt-get said yes and left no package')
  await execute('dpkg', ['-x', name, folder], { cwd: folder, env })
  return { program: join(folder, 'usr', 'sbin', 'nats-server'), bytes: statSync(join(folder, name)).size }
}
