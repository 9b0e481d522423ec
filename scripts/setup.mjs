import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { OLDEST_NODE, checkoutNode, nodePackage, usableNode, withoutModuleBins } from './find-node.mjs'
import { holdLock } from './hold-lock.mjs'

/** The checkout's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const stampFile = (folder) => join(folder, 'node_modules', '.remit-setup')

/** What an installation is made from; another value of it means that node_modules is stale. */
export const stampOf = (lockfile, platform = process.platform, arch = process.arch) =>
  createHash('sha256')
    .update(JSON.stringify([lockfile, platform, arch, nodePackage(platform, arch)?.spec ?? '']))
    .digest('hex')

/** A full installation serves a start; one made for a start lacks what tests need. */
export const satisfies = (stamp, wanted, need) =>
  stamp === `${wanted} full` || (need === 'start' && stamp === `${wanted} start`)

const readStamp = (folder) => {
  try {
    return readFileSync(stampFile(folder), 'utf8').trim()
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  }
}

const bytesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sum + bytesIn(path)
    return entry.isFile() ? sum + statSync(path).size : sum
  }, 0)

const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`

/** npm names the cause first and prints pages of usage after it. */
const reasonsIn = (output) =>
  output
    .split('\n')
    .filter((line) => line.trim() !== '' && line.trim() !== 'npm error' && !line.startsWith('npm warn'))
    .slice(0, 15)
    .join('\n')

const hintFor = (report) =>
  /EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|ENOTCACHED/.test(report)
    ? '\nThe package registry was not reachable. Set-up needs the network once; later starts need none.'
    : /EACCES|EPERM/.test(report)
      ? '\nThe checkout belongs to another user: run this as that user, or in a clone of your own.'
      : ''

/** npm by its name, never by the running Node: `npm ci` may delete that one. Its own messages are shown on failure only. */
const npm = (folder, args, alsoHeldBy) =>
  new Promise((resolve, reject) => {
    const path = withoutModuleBins(process.env.PATH ?? '')
    const child = spawn('npm', args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      env: { ...process.env, PATH: path },
    })
    const said = []
    if (child.pid !== undefined) alsoHeldBy(child.pid)
    // Not gone before npm is: it would still be writing when the next set-up begins.
    let stopped
    const stop = (signal) => {
      stopped = signal === 'SIGINT' ? 130 : 143
      child.kill(signal)
    }
    const listen = (on) => ['SIGINT', 'SIGTERM'].forEach((signal) => process[on](signal, stop))
    listen('on')
    child.stdout.on('data', (part) => said.push(part))
    child.stderr.on('data', (part) => said.push(part))
    child.once('error', (error) => {
      listen('off')
      const why = error.code === 'ENOENT' ? 'npm is not on PATH: install it beside Node' : error.message
      reject(new Error(`Set-up: \`npm ${args.join(' ')}\` did not run. ${why}`, { cause: error }))
    })
    child.once('close', (code, signal) => {
      listen('off')
      if (stopped !== undefined) process.exit(stopped)
      if (code === 0) return resolve()
      const report = reasonsIn(Buffer.concat(said).toString('utf8'))
      reject(
        new Error(
          `Set-up: \`npm ${args.join(' ')}\` in ${folder} ended with ${signal ?? code}:\n${report}${hintFor(report)}`,
        ),
      )
    })
  })

const timed = async (say, what, folder, work) => {
  say(`${what} …`)
  const began = performance.now()
  await work()
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  say(`  done in ${seconds} s; node_modules holds ${megabytes(bytesIn(join(folder, 'node_modules')))}`)
}

const installedCount = (lockfile, need) =>
  Object.entries(JSON.parse(lockfile).packages).filter(
    ([path, entry]) => path.startsWith('node_modules/') && !entry.optional && (need === 'full' || !entry.dev),
  ).length

/** Whatever the user's npm configuration or NODE_ENV says, the same packages are installed. */
const kinds = (need) => [
  need === 'full' ? '--include=dev' : '--omit=dev',
  '--include=optional',
  '--engine-strict=false',
]

const installNode = async (folder, need, say, alsoHeldBy) => {
  const found = nodePackage()
  if (found === undefined) {
    throw new Error(
      `Set-up: Remit needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}, and there is no npm package ` +
        `of it for ${process.platform} ${process.arch}. Install it from https://nodejs.org and start again.`,
    )
  }
  await timed(
    say,
    `PATH's Node is older than ${OLDEST_NODE}: adding ${found.spec} to this checkout`,
    folder,
    () => npm(folder, ['install', '--no-save', ...kinds(need), found.spec], alsoHeldBy),
  )
  const node = checkoutNode(folder)
  if (node === undefined) {
    throw new Error(
      `Set-up: ${found.spec} was installed but does not run on this machine. Install Node ${OLDEST_NODE} or newer from ` +
        `https://nodejs.org and start again.`,
    )
  }
  return node
}

/**
 * Makes node_modules fit package-lock.json and finds a Node that runs TypeScript. Nothing is touched, and no network
 * used, where the stamp says that nothing is to do. Two at once in one checkout wait for each other.
 * @param {{ need: 'start' | 'full', folder?: string, say?: (line: string) => void }} asked `start` leaves the tools
 *   of development out.
 * @returns {Promise<string>} the path of a Node of version 24 or newer.
 * @throws Error whose message names the step, what npm said and where.
 */
export const setUp = async ({ need, folder = root, say = (line) => process.stderr.write(`${line}\n`) }) => {
  const lockfile = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  const wanted = stampOf(lockfile)
  const ready = () => (satisfies(readStamp(folder), wanted, need) ? usableNode(folder) : undefined)
  const node = ready()
  if (node !== undefined) return node
  const lock = join(folder, '.cache', 'setup.lock')
  const install = async (alsoHeldBy) => {
    const made = ready()
    if (made !== undefined) return made
    const before = readStamp(folder)
    const installs = !satisfies(before, wanted, need)
    // Without the stamp until all is done: an interrupted set-up is then seen as what it is.
    rmSync(stampFile(folder), { force: true })
    if (installs) {
      const many = installedCount(lockfile, need)
      await timed(say, `Set-up: installing ${many} packages (npm ci)`, folder, () =>
        npm(folder, ['ci', ...kinds(need)], alsoHeldBy),
      )
    }
    const usable = usableNode(folder) ?? (await installNode(folder, need, say, alsoHeldBy))
    writeFileSync(stampFile(folder), installs ? `${wanted} ${need}\n` : `${before}\n`)
    return usable
  }
  return holdLock(lock, install, () =>
    say('Set-up: another one is at work in this checkout; waiting for it …'),
  )
}

/** The environment for what set-up's Node runs: `node` and the packages' commands mean this checkout's. */
export const environmentFor = (node, env = process.env, folder = root) => ({
  ...env,
  PATH: [dirname(node), join(folder, 'node_modules', '.bin'), env.PATH ?? ''].join(delimiter),
})

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(`${await setUp({ need: 'full' })}\n`)
}
