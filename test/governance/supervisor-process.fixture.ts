import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Deps } from '../../supervisor/deps.ts'
import type { PolicyFiles } from '../../supervisor/policy/compile-policy.ts'
import type { RunningSupervisor } from '../../supervisor/start.ts'
import { root } from '../harness/installation.ts'
import { submitting } from '../harness/submitting.ts'

/** A supervisor as it runs in production, in a process of its own: nothing of it can be reached but by bus and store. */
export const startSupervisorProcess = async (options: {
  home: string
  natsUrl: string
  passwords: Readonly<Record<string, string>>
  files: PolicyFiles
  log: (line: string) => void
}): Promise<RunningSupervisor> => {
  const { home, natsUrl, passwords, files, log } = options
  const folder = await mkdtemp(join(home, 'policy-'))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const credentials = join(home, 'credentials-for-supervisor.json')
  await writeFile(credentials, JSON.stringify(passwords), { mode: 0o600 })
  const child = spawn(
    process.execPath,
    [...process.execArgv.filter((arg) => !arg.includes('mocha')), join(root, 'supervisor', 'main.ts')],
    {
      env: {
        PATH: process.env['PATH'],
        REMIT_HOME: home,
        REMIT_CONFIG: folder,
        NATS_URL: natsUrl,
        NATS_CREDS: credentials,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const exited = once(child, 'exit')
  const runs = new Promise<void>((resolve, reject) => {
    const take = (piece: Buffer): void => {
      const text = piece.toString('utf8')
      log(text)
      if (text.includes('the supervisor runs')) resolve()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    exited.then(
      () => reject(new Error('the supervisor ended before it ran')),
      (error: unknown) => reject(error),
    )
  })
  await runs
  // As a crash ends it: nothing that it had in mind is written down first.
  const close = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
  }
  return {
    get deps(): Deps {
      throw new Error('this supervisor runs in a process of its own')
    },
    faults: () => Promise.reject(new Error('this supervisor runs in a process of its own')),
    ready: () => submitting(natsUrl),
    close,
    [Symbol.asyncDispose]: close,
  }
}
