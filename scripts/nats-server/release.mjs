import { createHash } from 'node:crypto'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execute } from './execute.mjs'
import { readZipEntry } from './read-zip-entry.mjs'

/** The newest release of which the publisher's own image sources (nats-io/nats-docker) name the checksums. */
export const RELEASE = {
  version: '2.14.5',
  from: 'https://github.com/nats-io/nats-server/releases/download',
  archives: {
    'linux-x64': ['linux-amd64.tar.gz', '5e3b603d47c447bda1f77f9ac16dbf91c90aac4ff3681f8fbbc7201e4ed99355'],
    'linux-arm64': ['linux-arm64.tar.gz', '673a98d3faa79dde3f9ebf16d6dfac36a5f694e7ad2015e4954dd7939c85cd4c'],
    'win32-x64': ['windows-amd64.zip', 'f66f840a211ab665083b88e9b7edbcf6296cda143be47e53e6f6bb8520692bbb'],
  },
}

const ANSWER_MS = 10_000
const WHOLE_MS = 180_000

const download = async (url) => {
  const stop = new AbortController()
  const noAnswer = setTimeout(
    () => stop.abort(new Error(`no answer within ${ANSWER_MS / 1000} s`)),
    ANSWER_MS,
  )
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([stop.signal, AbortSignal.timeout(WHOLE_MS)]) })
    clearTimeout(noAnswer)
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
    return Buffer.from(await answer.arrayBuffer())
  } catch (error) {
    throw new Error(`${url}: ${error.cause?.message ?? error.message}`, { cause: error })
  } finally {
    clearTimeout(noAnswer)
  }
}

/**
 * Fetches the publisher's archive, checks it against the pinned sha256, and unpacks the program into `folder`.
 * @param {{ folder: string, platform: string,
 *   release?: { version: string, from: string, archives: Record<string, string[]> } }} asked
 */
export const fromRelease = async ({ folder, platform, release = RELEASE }) => {
  const archive = release.archives[platform]
  if (archive === undefined) throw new Error(`no pinned archive for ${platform}`)
  const [name, sha256] = archive
  const stem = `nats-server-v${release.version}`
  const bytes = await download(`${release.from}/v${release.version}/${stem}-${name}`)
  const actual = createHash('sha256').update(bytes).digest('hex')
  if (actual !== sha256)
    throw new Error(`${stem}-${name} has the sha256 ${actual}, expected ${sha256}: not used`)
  if (name.endsWith('.zip')) {
    const program = join(folder, 'nats-server.exe')
    writeFileSync(program, readZipEntry(bytes, '/nats-server.exe'))
    return { program, bytes: bytes.length }
  }
  writeFileSync(join(folder, name), bytes)
  await execute('tar', ['-xzf', name, '--strip-components=1'], { cwd: folder })
  const program = join(folder, 'nats-server')
  readFileSync(program, { flag: 'r' })
  chmodSync(program, 0o755)
  return { program, bytes: bytes.length }
}
